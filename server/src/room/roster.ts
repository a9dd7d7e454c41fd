import { limits } from '@coplane/client/protocol/limits'
import { encodeEntries } from '@coplane/client/protocol/lane-block'
import { liveEntryBytes, writeLiveEntry } from '@coplane/client/protocol/live-entry'
import { rosterEntryBytes, writeRosterEntry, type RosterEntry } from '@coplane/client/protocol/roster-entry'
import type { FixedPoint } from '@coplane/client/protocol/cursor'
import { Member, type Joining } from './member.ts'
import type { Audience, Peer } from './ports.ts'

/** Who is in a room, and what of that changed since the last flush. */
export class Roster {
  private readonly members = new Map<number, Member>()
  private readonly freeIndices: number[] = []
  private changes: RosterEntry[] = []
  private leftClients: number[] = []
  private moved = new Set<Member>()
  private encoded: { readonly members: Uint8Array; readonly live: Uint8Array } | undefined

  get size(): number {
    return this.members.size
  }

  get isDirty(): boolean {
    return this.changes.length > 0 || this.moved.size > 0
  }

  all(): IterableIterator<Member> {
    return this.members.values()
  }

  get(index: number): Member | undefined {
    return this.members.get(index)
  }

  has(member: Member): boolean {
    return this.members.get(member.index) === member
  }

  withSession(session: string): Member | undefined {
    for (const member of this.members.values()) if (member.session === session) return member
    return undefined
  }

  /** @returns the new member, or undefined when the room is full. */
  add(audience: Audience, peer: Peer, joining: Joining): Member | undefined {
    if (this.members.size >= limits.maxMembers) return undefined
    const member = new Member(this.freeIndices.pop() ?? this.members.size, audience, peer, joining)
    this.members.set(member.index, member)
    this.changed(member)
    return member
  }

  /** @returns whether the member was here. */
  remove(member: Member): boolean {
    if (!this.has(member)) return false
    this.members.delete(member.index)
    this.freeIndices.push(member.index)
    this.moved.delete(member)
    this.changes.push({ op: 'left', member: member.index })
    this.leftClients.push(member.clientId)
    this.encoded = undefined
    return true
  }

  /** The member's profile or clientId is another one now. */
  changed(member: Member): void {
    this.changes.push({
      op: 'present',
      member: member.index,
      clientId: member.clientId,
      profile: member.profile,
    })
    this.encoded = undefined
  }

  move(member: Member, point: FixedPoint | undefined): void {
    member.cursor = point
    this.moved.add(member)
    this.encoded = undefined
  }

  /** Hands over what changed and starts anew. */
  take(): { roster: RosterEntry[]; moved: ReadonlySet<Member>; leftClients: number[] } {
    const taken = { roster: this.changes, moved: this.moved, leftClients: this.leftClients }
    if (this.changes.length > 0) this.changes = []
    if (this.moved.size > 0) this.moved = new Set()
    if (this.leftClients.length > 0) this.leftClients = []
    return taken
  }

  /** Everybody who is here and where their cursors are, as lane bytes; encoded once for a storm of joins. */
  lanes(): { readonly members: Uint8Array; readonly live: Uint8Array } {
    if (this.encoded) return this.encoded
    const present: RosterEntry[] = []
    const live: { member: number; point: FixedPoint | undefined }[] = []
    for (const { index, clientId, profile, cursor } of this.members.values()) {
      present.push({ op: 'present', member: index, clientId, profile })
      if (cursor) live.push({ member: index, point: cursor })
    }
    return (this.encoded = {
      members: encodeEntries(present, rosterEntryBytes, writeRosterEntry),
      live: encodeEntries(live, liveEntryBytes, writeLiveEntry),
    })
  }
}
