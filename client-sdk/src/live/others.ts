import type { FrameLoop } from '../frame-loop.ts'
import { Listeners } from '../listeners.ts'
import { unpackValue } from '../packing.ts'
import type { Profile } from '../profile.ts'
import { fromFixed } from '../protocol/cursor.ts'
import { limits } from '../protocol/limits.ts'
import { cursorsOf, type Live } from '../protocol/live.ts'
import type { RosterEntry } from '../protocol/roster-entry.ts'
import type { Roster } from '../protocol/roster.ts'
import type { Cursors } from './cursors.ts'
import { OthersChanges, type OthersChange } from './others-change.ts'
import type { RosterAsks } from './roster-asks.ts'

/** Another member of the room; a new object whenever something of it changed. */
export interface Other {
  /** Index within the room while the member is in it. */
  readonly member: number
  /** The member's Yjs clientID. */
  readonly clientId: number
  readonly profile: Profile
  /** Canvas units, as of the newest sample; undefined while it is off the canvas or out of view. `room.cursors` is for painting. */
  readonly cursor: readonly [x: number, y: number] | undefined
  /** Ids of nodes and edges. */
  readonly selection: readonly string[]
}

interface Known {
  readonly clientId: number
  readonly packed: Uint8Array
  readonly profile: Profile
}

/**
 * Everybody else in the room. A large room tells who they are a page at a time: `size` counts all of them, `all` has those
 * who are known, and whoever comes into view becomes known by itself.
 */
export class Others {
  /** Our own index, so that we are not among the others. */
  self: number | undefined
  private count = 0
  private readonly known = new Map<number, Known>()
  /** The clientIds of those who joined untold. */
  private readonly arrivals = new Map<number, number>()
  private readonly points = new Map<number, readonly [x: number, y: number]>()
  private readonly selections = new Map<number, readonly string[]>()
  private readonly built = new Map<number, Other>()
  /** Where the next page starts. */
  private next: number | undefined
  private loading: Promise<boolean> | undefined
  private changes = new OthersChanges()
  private readonly listeners = new Listeners<[OthersChange]>()
  private readonly frames: FrameLoop
  private readonly cursors: Cursors
  private readonly asks: RosterAsks

  constructor(frames: FrameLoop, cursors: Cursors, asks: RosterAsks) {
    this.frames = frames
    this.cursors = cursors
    this.asks = asks
  }

  /** Everybody else in the room, known or not. */
  get size(): number {
    return this.count
  }

  /** Whether there are others who are not known yet. */
  get hasMore(): boolean {
    return this.next !== undefined || this.arrivals.size > 0
  }

  /** @returns undefined for a member that is not in the room or not known yet. */
  get(member: number): Other | undefined {
    const built = this.built.get(member)
    if (built) return built
    const known = this.known.get(member)
    if (!known) return undefined
    const { clientId, profile } = known
    const cursor = this.points.get(member)
    const other = { member, clientId, profile, cursor, selection: this.selections.get(member) ?? nothing }
    this.built.set(member, other)
    return other
  }

  /** Those who are known. */
  *all(): IterableIterator<Other> {
    for (const member of this.known.keys()) yield this.get(member)!
  }

  /**
   * Gets to know up to 200 more.
   * @returns whether there are others still. False without a connection.
   * @example while (await room.others.more()) render(room.others.all())
   */
  more(): Promise<boolean> {
    this.loading ??= this.loadMore().finally(() => (this.loading = undefined))
    return this.loading
  }

  /** Calls back with what changed, at most once per animation frame. */
  subscribe(listener: (change: OthersChange) => void): () => void {
    return this.listeners.add(listener)
  }

  /** The SDK's own call: only what is known of a member, without building an object of it. */
  profileOf(member: number): Profile | undefined {
    return this.known.get(member)?.profile
  }

  /** The SDK's own call: a page, the answer to a question, or, when fresh, everybody there is. */
  rostered({ fresh, total, next, members }: Roster): void {
    if (fresh) this.startOver(members)
    if (this.asks.answered() || fresh) this.next = next
    for (const entry of members) if (entry.member !== this.self) this.take(entry)
    this.countAs(total - 1)
  }

  /** The SDK's own call: a tick's changes. */
  ticked(roster: readonly RosterEntry[]): void {
    for (const entry of roster) {
      const { member } = entry
      if (member === this.self) continue
      const before = this.clientIdOf(member)
      if (entry.op === 'left') {
        this.forget(member)
        this.countAs(this.count - 1)
      } else {
        // In a room where not everybody is known, somebody unknown with a profile has changed it and was there before.
        const isNew = before === undefined && (entry.op === 'arrived' || !this.hasMore)
        this.take(entry)
        this.countAs(this.count + (isNew ? 1 : 0))
      }
    }
  }

  /** The SDK's own call: values that changed, of cursors and selections. */
  lived(live: Live): void {
    if (live.fresh) {
      for (const member of this.points.keys()) this.place(member, undefined)
      for (const member of this.selections.keys()) this.select(member, nothing)
    }
    for (const { member, point } of cursorsOf(live))
      if (this.isOther(member)) this.place(member, [fromFixed(point.x), fromFixed(point.y)])
    for (const member of live.gone) this.place(member, undefined)
    for (const { member, ids } of live.selections)
      if (this.isOther(member)) this.select(member, readSelection(ids))
  }

  /** The SDK's own call: this member is shown here, so who is it? */
  isOther(member: number): boolean {
    if (member === this.self) return false
    if (!this.known.has(member)) this.asks.want(member)
    return true
  }

  /** The SDK's own call: the connection is gone, and with it everybody. */
  clear(): void {
    this.asks.clear()
    this.startOver([])
    this.next = undefined
    this.countAs(0)
  }

  private async loadMore(): Promise<boolean> {
    if (this.next !== undefined) await this.asks.ask({ from: this.next })
    else if (this.arrivals.size > 0)
      await this.asks.ask({ members: [...this.arrivals.keys()].slice(0, limits.rosterPage) })
    return this.hasMore
  }

  private clientIdOf(member: number): number | undefined {
    return this.known.get(member)?.clientId ?? this.arrivals.get(member)
  }

  /** Forgets all who are not among these. */
  private startOver(members: readonly RosterEntry[]): void {
    const here = new Set(members.map(({ member }) => member))
    for (const map of [this.known, this.arrivals, this.points, this.selections])
      for (const member of map.keys()) if (!here.has(member) || member === this.self) this.forget(member)
  }

  private take(entry: RosterEntry): void {
    const { member } = entry
    if (entry.op === 'left') return this.forget(member)
    const { clientId } = entry
    const before = this.clientIdOf(member)
    // The index went from one member to another between two ticks.
    if (before !== undefined && before !== clientId) this.forget(member)
    if (entry.op === 'arrived') {
      if (!this.known.has(member)) this.arrivals.set(member, clientId)
      return
    }
    const known = this.known.get(member)
    if (known && isSame(known.packed, entry.profile)) return
    this.arrivals.delete(member)
    this.known.set(member, { clientId, packed: entry.profile, profile: readProfile(entry.profile) })
    this.built.delete(member)
    if (known) this.changes.change(member)
    else this.changes.join(member)
    this.changed()
  }

  private forget(member: number): void {
    this.arrivals.delete(member)
    this.points.delete(member)
    this.selections.delete(member)
    this.cursors.gone(member)
    this.built.delete(member)
    if (!this.known.delete(member)) return
    this.changes.leave(member)
    this.changed()
  }

  private countAs(others: number): void {
    const count = Math.max(this.known.size, others)
    if (count === this.count) return
    this.count = count
    this.changed()
  }

  private place(member: number, point: readonly [x: number, y: number] | undefined): void {
    if (point) {
      this.points.set(member, point)
      this.cursors.moved(member, point[0], point[1])
    } else {
      if (!this.points.delete(member)) return
      this.cursors.gone(member)
    }
    this.built.delete(member)
    if (!this.known.has(member)) return
    this.changes.move(member)
    this.changed()
  }

  private select(member: number, ids: readonly string[]): void {
    if (ids.length > 0) this.selections.set(member, ids)
    else if (!this.selections.delete(member)) return
    this.built.delete(member)
    if (!this.known.has(member)) return
    this.changes.change(member)
    this.changed()
  }

  private changed(): void {
    this.frames.ask(this.tell)
  }

  private readonly tell = (): void => {
    const { changes } = this
    this.changes = new OthersChanges()
    this.listeners.tell(changes)
  }
}

const nothing: readonly string[] = Object.freeze([])

function readProfile(packed: Uint8Array): Profile {
  const profile = unpackValue(packed)
  return typeof profile === 'object' && profile !== null ? (profile as Profile) : {}
}

function readSelection(packed: Uint8Array): readonly string[] {
  const ids = unpackValue(packed)
  return Array.isArray(ids) && ids.every((id) => typeof id === 'string') ? Object.freeze(ids) : nothing
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index])
}
