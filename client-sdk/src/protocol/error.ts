import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'

/** Why the server refused one thing and kept the socket. A fault that ends the socket is a close code instead. */
export const errorReasons = [
  'too-large',
  'forbidden',
  'held',
  'gone',
  'invalid',
  'schema',
  'rate',
  'full',
] as const

export type ErrorReason = (typeof errorReasons)[number]

/** Server to client: one thing was refused; nothing else was lost. */
export interface WireError {
  readonly type: typeof FrameType.error
  readonly reason: ErrorReason
  /** The type of the refused frame. */
  readonly refused: number
  /** Its batch, ref or gesture. */
  readonly ref: number
  /** What exactly, `nodes/<id>` or `edges/<id>`; empty for the frame as a whole. UTF-8, at most 1,024 bytes. */
  readonly subject: string
  /** A sentence for a developer, UTF-8, at most 255 bytes. */
  readonly message: string
}

export function encodeError(error: Omit<WireError, 'type'>): Uint8Array<ArrayBuffer> {
  const subject = cut(error.subject, maxSubjectBytes)
  const message = cut(error.message, maxMessageBytes)
  return new ByteWriter(10 + subject.length + message.length)
    .u8(FrameType.error)
    .u8(errorReasons.indexOf(error.reason))
    .u8(error.refused)
    .u32(error.ref)
    .u16(subject.length)
    .raw(subject)
    .u8(message.length)
    .raw(message).bytes
}

export function decodeError(frame: Uint8Array): WireError | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.error) return undefined
  const reason = errorReasons[reader.u8()]
  const refused = reader.u8()
  const ref = reader.u32()
  const subject = reader.bytesOf(reader.u16())
  const message = reader.bytesOf(reader.u8())
  if (!reader.complete || !reason || subject.length > maxSubjectBytes) return undefined
  // A decoder takes a leading U+FEFF for a byte order mark unless told to keep it.
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
  return {
    type: FrameType.error,
    reason,
    refused,
    ref,
    subject: utf8.decode(subject),
    message: utf8.decode(message),
  }
}

/** encodeInto stops before a character that no longer fits, so the cut leaves valid UTF-8. */
function cut(text: string, maxBytes: number): Uint8Array {
  const room = new Uint8Array(maxBytes)
  return room.subarray(0, new TextEncoder().encodeInto(text, room).written)
}

/** Its length has one byte. */
const maxMessageBytes = 255
const maxSubjectBytes = 1024
