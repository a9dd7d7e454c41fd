import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { decodeEventEntries, type EventEntry } from './event-entry.ts'
import { FrameType } from './frame-type.ts'

/** Server to client: events that the client missed or asked for once more, in order; all of them or none. */
export interface History {
  readonly type: typeof FrameType.history
  /** REPLAY's ref; 0 for those that HELLO missed. */
  readonly ref: number
  /** Whether every event after the position is here; if not, none is. */
  readonly recovered: boolean
  /** The room's newest event. */
  readonly eventSeq: number
  readonly events: readonly EventEntry[]
}

/** @param events event entries, encoded. */
export function encodeHistory(
  history: Omit<History, 'type' | 'events'> & { readonly events: Uint8Array },
): Uint8Array<ArrayBuffer> {
  const { ref, recovered, eventSeq, events } = history
  return new ByteWriter(14 + events.length)
    .u8(FrameType.history)
    .u8(recovered ? 1 : 0)
    .u32(ref)
    .u32(eventSeq)
    .u32(events.length)
    .raw(events).bytes
}

export function decodeHistory(frame: Uint8Array): History | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.history) return undefined
  const flags = reader.u8()
  const ref = reader.u32()
  const eventSeq = reader.u32()
  const events = decodeEventEntries(reader.bytesOf(reader.u32()))
  if (!reader.complete || flags > 1 || !events) return undefined
  return { type: FrameType.history, ref, recovered: flags === 1, eventSeq, events }
}
