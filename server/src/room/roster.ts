import { limits } from '@coplane/client/protocol/limits'
import { encodeEntries } from '@coplane/client/protocol/lane-block'
import { rosterEntryBytes, writeRosterEntry, type RosterEntry } from '@coplane/client/protocol/roster-entry'
import type { FixedPoint } from '@coplane/client/protocol/cursor'
import { Member, type Joining } from './member.ts'
import type { HeadCount, Peer } from './ports.ts'
import { roomLimits } from './room-limits.ts'

/** One page of a roster, encoded. */
export interface RosterPage {
  readonly members: Uint8Array
  /** The index from which the next page goes, if there is one. */
  readonly next: number | undefined
}

/** Who is in a room, and what of that changed since the last flush. */
export class Roster {
  private readonly members = new Map<number, Member>()
  /** The same by index, so that pages have an order. */
  private readonly byIndex: (Member | undefined)[] = []
  private readonly bySession = new Map<string, Member>()
  private readonly freeIndices: number[] = []
  /** By index: who came and left again between two ticks is told once. */
  private changes = new Map<number, Change>()
  private leftClients: number[] = []
  private moved = new Set<Member>()
  private firstPage: RosterPage | undefined

  get size(): number {
    return this.members.size
  }

  all(): IterableIterator<Member> {
    return this.members.values()
  }

  get(index: number): Member | undefined {
    return this.members.get(index)
  }

  has(member: Member): boolean {
    return this.byIndex[member.index] === member
  }

  withSession(session: string): Member | undefined {
    return this.bySession.get(session)
  }

  /** To be called for at most `maxMembers` at a time: an index has 16 bits. */
  add(audience: HeadCount, peer: Peer, joining: Joining): Member {
    const member = new Member(this.freeIndices.pop() ?? this.members.size, audience, peer, joining)
    this.members.set(member.index, member)
    this.byIndex[member.index] = member
    if (member.session !== undefined) this.bySession.set(member.session, member)
    this.note(member.index, 'joined')
    return member
  }

  /** @returns whether the member was here. */
  remove(member: Member): boolean {
    if (!this.has(member)) return false
    this.members.delete(member.index)
    this.byIndex[member.index] = undefined
    if (member.session !== undefined && this.bySession.get(member.session) === member)
      this.bySession.delete(member.session)
    this.freeIndices.push(member.index)
    this.moved.delete(member)
    this.leftClients.push(member.clientId)
    this.note(member.index, 'left')
    return true
  }

  /** The member's profile or clientId is another one now. */
  changed(member: Member): void {
    this.note(member.index, 'changed')
  }

  /** @param round the live round that will tell of it. */
  move(member: Member, point: FixedPoint | undefined, round: number): void {
    member.cursor = point
    member.cursorRound = round
    if (point) member.anchor = point
    this.moved.add(member)
  }

  /**
   * When who came or went now is to be told at the latest. In a large room it can wait a little: in a storm of joins a
   * tick for every few of them costs more than the joins, and makes them wait.
   */
  newsDueMs(nowMs: number): number {
    return this.members.size > limits.rosterPage ? nowMs + roomLimits.rosterNewsMs : nowMs
  }

  /** Hands over who came, changed and went, and starts anew. */
  take(): { readonly roster: RosterEntry[]; readonly leftClients: number[] } {
    if (this.changes.size === 0 && this.leftClients.length === 0) return nothingChanged
    const isLarge = this.members.size > limits.rosterPage
    const roster = Array.from(this.changes, ([index, change]) => this.entryOf(index, change, isLarge))
    const { leftClients } = this
    this.changes = new Map()
    this.leftClients = []
    return { roster, leftClients }
  }

  /** Hands over whose cursors changed, and starts anew. */
  takeMoved(): ReadonlySet<Member> {
    const { moved } = this
    if (moved.size > 0) this.moved = new Set()
    return moved
  }

  /**
   * Members from an index on, a page of them. The first is encoded once for a storm of joins; others are not kept, or a
   * client that asks for them from everywhere would fill the memory.
   */
  page(from: number): RosterPage {
    return from === 0 ? (this.firstPage ??= this.encodePage(0)) : this.encodePage(from)
  }

  private encodePage(from: number): RosterPage {
    const entries: RosterEntry[] = []
    let index = from
    for (; index < this.byIndex.length && entries.length < limits.rosterPage; index++) {
      const member = this.byIndex[index]
      if (member) entries.push(presentEntry(member))
    }
    while (index < this.byIndex.length && !this.byIndex[index]) index++
    return {
      members: encodeEntries(entries, rosterEntryBytes, writeRosterEntry),
      next: index < this.byIndex.length ? index : undefined,
    }
  }

  /** The members of these indices, as many as one page has; those who are not here are left out. */
  named(indices: readonly number[]): Uint8Array {
    const members = new Set(indices.slice(0, limits.rosterPage).map((index) => this.members.get(index)))
    members.delete(undefined)
    const entries = [...members].flatMap((member) => (member ? presentEntry(member) : []))
    return encodeEntries(entries, rosterEntryBytes, writeRosterEntry)
  }

  private note(index: number, change: Change): void {
    this.changes.set(index, change)
    // A room that grows beyond its first page leaves it as it is.
    if (index <= (this.firstPage?.next ?? Infinity)) this.firstPage = undefined
  }

  private entryOf(index: number, change: Change, isLarge: boolean): RosterEntry {
    const member = this.members.get(index)
    if (!member) return { op: 'left', member: index }
    return change === 'joined' && isLarge
      ? { op: 'arrived', member: index, clientId: member.clientId }
      : presentEntry(member)
  }
}

type Change = 'joined' | 'changed' | 'left'

const nothingChanged = { roster: [] as RosterEntry[], leftClients: [] as number[] }

function presentEntry({ index, clientId, profile }: Member): RosterEntry {
  return { op: 'present', member: index, clientId, profile }
}
