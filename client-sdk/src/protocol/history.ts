import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { decodeEventEntries, type EventEntry } from './event-entry.ts'
import { FrameType } from './frame-type.ts'

/** Server to client: events that the client missed, in order; only when all of them are still known. */
export interface History {
  readonly type: typeof FrameType.history
  readonly events: readonly EventEntry[]
}

export function encodeHistory(events: Uint8Array): Uint8Array<ArrayBuffer> {
  return new ByteWriter(5 + events.length).u8(FrameType.history).u32(events.length).raw(events).bytes
}

export function decodeHistory(frame: Uint8Array): History | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.history) return undefined
  const events = decodeEventEntries(reader.bytesOf(reader.u32()))
  return reader.complete && events ? { type: FrameType.history, events } : undefined
}
