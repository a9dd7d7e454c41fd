import { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'

/** What changed about one member: it joined or changed its profile, it joined a room too large to tell profiles unasked, or it left. */
export type RosterEntry =
  | {
      readonly op: 'present'
      readonly member: number
      readonly clientId: number
      readonly profile: Uint8Array
    }
  | { readonly op: 'arrived'; readonly member: number; readonly clientId: number }
  | { readonly op: 'left'; readonly member: number }

const left = 0
const present = 1
const arrived = 2

export function rosterEntryBytes(entry: RosterEntry): number {
  if (entry.op === 'left') return 3
  return entry.op === 'arrived' ? 7 : 9 + entry.profile.length
}

export function writeRosterEntry(writer: ByteWriter, entry: RosterEntry): void {
  if (entry.op === 'left') writer.u8(left).u16(entry.member)
  else if (entry.op === 'arrived') writer.u8(arrived).u16(entry.member).u32(entry.clientId)
  else writer.u8(present).u16(entry.member).u32(entry.clientId).u16(entry.profile.length).raw(entry.profile)
}

/** All entries of a lane's bytes, or undefined when they do not end exactly at an entry's end. */
export function decodeRosterEntries(lane: Uint8Array): RosterEntry[] | undefined {
  const reader = new ByteReader(lane)
  const entries: RosterEntry[] = []
  while (reader.ok && reader.remaining > 0) {
    const op = reader.u8()
    const member = reader.u16()
    if (op === left) entries.push({ op: 'left', member })
    else if (op === arrived) entries.push({ op: 'arrived', member, clientId: reader.u32() })
    else if (op === present) {
      const clientId = reader.u32()
      entries.push({ op: 'present', member, clientId, profile: reader.bytesOf(reader.u16()) })
    } else return undefined
  }
  return reader.ok ? entries : undefined
}
