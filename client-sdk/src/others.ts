import type { FrameLoop } from './frame-loop.ts'
import { Listeners } from './listeners.ts'
import { unpackValue } from './packing.ts'
import type { Profile } from './profile.ts'
import { fromFixed } from './protocol/cursor.ts'
import { cursorsOf, type Live } from './protocol/live.ts'
import type { RosterEntry } from './protocol/roster-entry.ts'

/** Another member of the room; a new object whenever something of it changed. */
export interface Other {
  /** Index within the room while the member is in it. */
  readonly member: number
  /** The member's Yjs clientID. */
  readonly clientId: number
  readonly profile: Profile
  /** Canvas units; undefined while the cursor is off the canvas. */
  readonly cursor: readonly [x: number, y: number] | undefined
}

/** Everybody else in the room, and where their cursors are. */
export class Others {
  /** Our own index, so that we are not among the others. */
  self: number | undefined
  private readonly members = new Map<number, Other>()
  private readonly listeners = new Listeners<[]>()
  private readonly frames: FrameLoop

  constructor(frames: FrameLoop) {
    this.frames = frames
  }

  get size(): number {
    return this.members.size
  }

  get(member: number): Other | undefined {
    return this.members.get(member)
  }

  all(): IterableIterator<Other> {
    return this.members.values()
  }

  /** Calls back when anybody joined, left, changed or moved, at most once per animation frame. */
  subscribe(listener: () => void): () => void {
    return this.listeners.add(listener)
  }

  /** The SDK's own call: this is everybody now. */
  replace(members: readonly RosterEntry[]): void {
    this.members.clear()
    this.apply(members)
    this.changed()
  }

  /** The SDK's own call: a tick's changes. */
  apply(roster: readonly RosterEntry[]): void {
    for (const entry of roster) {
      if (entry.op === 'left') this.members.delete(entry.member)
      else if (entry.member !== this.self) this.present(entry)
    }
    if (roster.length > 0) this.changed()
  }

  /** The SDK's own call: cursors that moved. */
  moved(live: Live): void {
    const cursors = cursorsOf(live)
    if (live.fresh)
      for (const other of this.members.values())
        if (other.cursor) this.members.set(other.member, { ...other, cursor: undefined })
    for (const { member, point } of cursors) {
      const other = this.members.get(member)
      if (other) this.members.set(member, { ...other, cursor: [fromFixed(point.x), fromFixed(point.y)] })
    }
    for (const member of live.gone) {
      const other = this.members.get(member)
      if (other) this.members.set(member, { ...other, cursor: undefined })
    }
    this.changed()
  }

  /** The SDK's own call: the connection is gone, and with it everybody. */
  clear(): void {
    if (this.members.size === 0) return
    this.members.clear()
    this.changed()
  }

  private present(entry: Exclude<RosterEntry, { op: 'left' }>): void {
    const { member, clientId } = entry
    const before = this.members.get(member)
    const unpacked = entry.op === 'present' ? unpackValue(entry.profile) : undefined
    this.members.set(member, {
      member,
      clientId,
      profile: typeof unpacked === 'object' && unpacked !== null ? (unpacked as Profile) : {},
      cursor: before?.clientId === clientId ? before.cursor : undefined,
    })
  }

  private changed(): void {
    this.frames.ask(this.tell)
  }

  private readonly tell = (): void => this.listeners.tell()
}
