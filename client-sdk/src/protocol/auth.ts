import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'
import { limits } from './limits.ts'

/** Client to server: a fresh token for the socket that is open. */
export interface Auth {
  readonly type: typeof FrameType.auth
  /** As it came: of what it has to be made, the server's authority knows. At most `limits.maxTokenBytes` of UTF-8. */
  readonly token: Uint8Array
}

export function encodeAuth(token: Uint8Array): Uint8Array<ArrayBuffer> {
  return new ByteWriter(3 + token.length).u8(FrameType.auth).u16(token.length).raw(token).bytes
}

export function decodeAuth(frame: Uint8Array): Auth | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.auth) return undefined
  const token = reader.bytesOf(reader.u16())
  if (!reader.complete || token.length === 0 || token.length > limits.maxTokenBytes) return undefined
  return { type: FrameType.auth, token }
}
