import { ByteReader } from './byte-reader.ts'
import type { ByteWriter } from './byte-writer.ts'
import type { FixedPoint } from './cursor.ts'

/** One member's newest live value in a tick: its cursor, or that it has none now. 3 or 11 bytes. */
export interface LiveEntry {
  readonly member: number
  readonly point: FixedPoint | undefined
}

export function liveEntryBytes(entry: LiveEntry): number {
  return entry.point ? 11 : 3
}

export function writeLiveEntry(writer: ByteWriter, entry: LiveEntry): void {
  writer.u16(entry.member).u8(entry.point ? 1 : 0)
  if (entry.point) writer.i32(entry.point.x).i32(entry.point.y)
}

/** All entries of a lane's bytes, or undefined when they do not end exactly at an entry's end. */
export function decodeLiveEntries(lane: Uint8Array): LiveEntry[] | undefined {
  const reader = new ByteReader(lane)
  const entries: LiveEntry[] = []
  while (reader.ok && reader.remaining > 0) {
    const member = reader.u16()
    const kind = reader.u8()
    if (kind > 1) return undefined
    entries.push({ member, point: kind === 1 ? { x: reader.i32(), y: reader.i32() } : undefined })
  }
  return reader.ok ? entries : undefined
}
