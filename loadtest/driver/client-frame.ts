import { Buffer } from 'node:buffer'

export const opcodes = {
  continuation: 0x0,
  text: 0x1,
  binary: 0x2,
  close: 0x8,
  ping: 0x9,
  pong: 0xa,
} as const

/** A whole WebSocket message from client to server, masked as RFC 6455 §5.3 asks, ready to be written. */
export function encodeClientFrame(
  payload: Uint8Array,
  maskKey: number,
  opcode: number = opcodes.binary,
): Buffer {
  const { length } = payload
  const lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8
  const frame = Buffer.allocUnsafe(2 + lengthBytes + 4 + length)
  frame[0] = 0x80 | opcode
  frame[1] = 0x80 | (lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127)
  if (lengthBytes === 2) frame.writeUInt16BE(length, 2)
  else if (lengthBytes === 8) frame.writeBigUInt64BE(BigInt(length), 2)
  const maskAt = 2 + lengthBytes
  frame.writeUInt32BE(maskKey >>> 0, maskAt)
  for (let index = 0; index < length; index++)
    frame[maskAt + 4 + index] = payload[index]! ^ frame[maskAt + (index & 3)]!
  return frame
}
