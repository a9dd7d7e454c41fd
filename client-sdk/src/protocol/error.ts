import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'

/** Why the server refused one thing and kept the socket. A fault that ends the socket is a close code instead. */
export const errorReasons = ['too-large'] as const

export type ErrorReason = (typeof errorReasons)[number]

/** Server to client: one batch or event was refused; nothing else was lost. */
export interface WireError {
  readonly type: typeof FrameType.error
  readonly reason: ErrorReason
  /** The type of the refused frame: update or event. */
  readonly refused: number
  /** Its batch or ref. */
  readonly ref: number
  /** A sentence for a developer, UTF-8, at most 255 bytes. */
  readonly message: string
}

export function encodeError(error: Omit<WireError, 'type'>): Uint8Array<ArrayBuffer> {
  // encodeInto stops before a character that no longer fits, so the cut leaves valid UTF-8.
  const room = new Uint8Array(maxMessageBytes)
  const message = room.subarray(0, new TextEncoder().encodeInto(error.message, room).written)
  return new ByteWriter(8 + message.length)
    .u8(FrameType.error)
    .u8(errorReasons.indexOf(error.reason))
    .u8(error.refused)
    .u32(error.ref)
    .u8(message.length)
    .raw(message).bytes
}

export function decodeError(frame: Uint8Array): WireError | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.error) return undefined
  const reason = errorReasons[reader.u8()]
  const refused = reader.u8()
  const ref = reader.u32()
  const message = reader.bytesOf(reader.u8())
  if (!reader.complete || !reason) return undefined
  // A decoder takes a leading U+FEFF for a byte order mark unless told to keep it.
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
  return { type: FrameType.error, reason, refused, ref, message: utf8.decode(message) }
}

/** Its length has one byte. */
const maxMessageBytes = 255
