import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { nobody } from './event-entry.ts'
import { FrameType } from './frame-type.ts'
import { decodeGestureEntries, type GestureEntry } from './gesture-entry.ts'
import { decodeRosterEntries, type RosterEntry } from './roster-entry.ts'

/** Server to client: members of the room, a page at a time. */
export interface Roster {
  readonly type: typeof FrameType.roster
  /** Replaces what the client knew of members and gestures; otherwise it adds. */
  readonly fresh: boolean
  /** Members in the room, this one included. */
  readonly total: number
  /** Where the next page starts, to be asked for with WHO; undefined when there is none. */
  readonly next: number | undefined
  readonly members: readonly RosterEntry[]
  /** Gestures under way, all of them, in a fresh roster; none otherwise. */
  readonly gestures: readonly GestureEntry[]
}

/** @param roster with its entries encoded, so that a storm of joins shares them. */
export function encodeRoster(
  roster: Omit<Roster, 'type' | 'members' | 'gestures'> & {
    readonly members: Uint8Array
    readonly gestures: Uint8Array
  },
): Uint8Array<ArrayBuffer> {
  const { fresh, total, next, members, gestures } = roster
  return new ByteWriter(14 + members.length + gestures.length)
    .u8(FrameType.roster)
    .u8(fresh ? 1 : 0)
    .u16(total)
    .u16(next ?? nobody)
    .u32(members.length)
    .raw(members)
    .u32(gestures.length)
    .raw(gestures).bytes
}

export function decodeRoster(frame: Uint8Array): Roster | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.roster) return undefined
  const flags = reader.u8()
  const total = reader.u16()
  const next = reader.u16()
  const members = decodeRosterEntries(reader.bytesOf(reader.u32()))
  const gestures = decodeGestureEntries(reader.bytesOf(reader.u32()))
  if (!reader.complete || flags > 1 || !members || !gestures) return undefined
  return {
    type: FrameType.roster,
    fresh: flags === 1,
    total,
    next: next === nobody ? undefined : next,
    members,
    gestures,
  }
}
