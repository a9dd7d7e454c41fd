import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'
import { limits } from './limits.ts'

/** Client to server: publish one event to the room. */
export interface Event {
  readonly type: typeof FrameType.event
  /** The client's own number for this event; the answer (eventAck or error) names it. */
  readonly ref: number
  /** Idempotency key: a key that the history still knows is answered with the first event's seq and not published again. */
  readonly key: Uint8Array
  /** msgpack of the application's event, opaque to the server. */
  readonly body: Uint8Array
}

export function encodeEvent(ref: number, key: Uint8Array, body: Uint8Array): Uint8Array<ArrayBuffer> {
  return new ByteWriter(10 + key.length + body.length)
    .u8(FrameType.event)
    .u32(ref)
    .u8(key.length)
    .raw(key)
    .u32(body.length)
    .raw(body).bytes
}

export function decodeEvent(frame: Uint8Array): Event | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.event) return undefined
  const ref = reader.u32()
  const key = reader.bytesOf(reader.u8())
  const body = reader.bytesOf(reader.u32())
  if (!reader.complete || key.length === 0 || key.length > limits.maxEventKeyBytes) return undefined
  return { type: FrameType.event, ref, key, body }
}
