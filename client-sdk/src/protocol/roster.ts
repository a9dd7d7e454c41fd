import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'
import { decodeLiveEntries, type LiveEntry } from './live-entry.ts'
import { decodeRosterEntries, type RosterEntry } from './roster-entry.ts'

/** Server to client: everybody who is in the room and where their cursors are; replaces what the client knew. */
export interface Roster {
  readonly type: typeof FrameType.roster
  readonly members: readonly RosterEntry[]
  readonly live: readonly LiveEntry[]
}

/** Both arguments are encoded lanes, so that a storm of joins shares them. */
export function encodeRoster(members: Uint8Array, live: Uint8Array): Uint8Array<ArrayBuffer> {
  return new ByteWriter(9 + members.length + live.length)
    .u8(FrameType.roster)
    .u32(members.length)
    .raw(members)
    .u32(live.length)
    .raw(live).bytes
}

export function decodeRoster(frame: Uint8Array): Roster | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.roster) return undefined
  const members = decodeRosterEntries(reader.bytesOf(reader.u32()))
  const live = decodeLiveEntries(reader.bytesOf(reader.u32()))
  return reader.complete && members && live ? { type: FrameType.roster, members, live } : undefined
}
