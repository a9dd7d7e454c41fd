import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'

/** Client to server: answer with a pong of the same nonce. Keeps the socket alive and measures the round trip. */
export interface Ping {
  readonly type: typeof FrameType.ping
  readonly nonce: number
}

/** Server to client: the answer to a ping. */
export interface Pong {
  readonly type: typeof FrameType.pong
  readonly nonce: number
}

export function encodePing(nonce: number): Uint8Array<ArrayBuffer> {
  return new ByteWriter(5).u8(FrameType.ping).u32(nonce).bytes
}

export function encodePong(nonce: number): Uint8Array<ArrayBuffer> {
  return new ByteWriter(5).u8(FrameType.pong).u32(nonce).bytes
}

export function decodePing(frame: Uint8Array): Ping | undefined {
  const nonce = decodeNonce(frame, FrameType.ping)
  return nonce === undefined ? undefined : { type: FrameType.ping, nonce }
}

export function decodePong(frame: Uint8Array): Pong | undefined {
  const nonce = decodeNonce(frame, FrameType.pong)
  return nonce === undefined ? undefined : { type: FrameType.pong, nonce }
}

function decodeNonce(frame: Uint8Array, type: number): number | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== type) return undefined
  const nonce = reader.u32()
  return reader.complete ? nonce : undefined
}
