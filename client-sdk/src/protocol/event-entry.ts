import { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'

/** One published event, as a tick's event lane and HISTORY frames carry it. */
export interface EventEntry {
  /** The room's event counter within its epoch, from 1. */
  readonly seq: number
  /** The author's member index at the time, or `nobody`. */
  readonly member: number
  readonly body: Uint8Array
}

/** A member index that names no member: the author left, or was the server. */
export const nobody = 0xffff

export function eventEntryBytes(entry: EventEntry): number {
  return 10 + entry.body.length
}

export function writeEventEntry(writer: ByteWriter, entry: EventEntry): void {
  writer.u32(entry.seq).u16(entry.member).u32(entry.body.length).raw(entry.body)
}

/** All entries of a lane's bytes, or undefined when they do not end exactly at an entry's end. */
export function decodeEventEntries(lane: Uint8Array): EventEntry[] | undefined {
  const reader = new ByteReader(lane)
  const entries: EventEntry[] = []
  while (reader.ok && reader.remaining > 0) {
    const seq = reader.u32()
    const member = reader.u16()
    entries.push({ seq, member, body: reader.bytesOf(reader.u32()) })
  }
  return reader.ok ? entries : undefined
}
