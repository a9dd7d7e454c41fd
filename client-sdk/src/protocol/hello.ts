import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'
import { limits } from './limits.ts'
import { roles, type Role } from './role.ts'

/** Client to server, the first frame of a socket: who joins, and what it already has. */
export interface Hello {
  readonly type: typeof FrameType.hello
  /** The most that the client asks to be; the server may grant less. */
  readonly role: Role
  /** The client's Yjs clientID; one per tab session, kept across reconnects. */
  readonly clientId: number
  /** The epoch that the client last saw, 0 if none. */
  readonly epoch: number
  /** The newest event it has, within that epoch; 0 if none. */
  readonly eventSeq: number
  /** 16 random bytes that name the session across its sockets. */
  readonly session: Uint8Array
  /** Yjs state vector of the client's document; `00` for an empty one. */
  readonly stateVector: Uint8Array
  /** msgpack of the member's profile, at most `limits.maxProfileBytes`; opaque to the server. */
  readonly profile: Uint8Array
}

export const sessionIdBytes = 16

export function encodeHello(hello: Omit<Hello, 'type'>): Uint8Array<ArrayBuffer> {
  return new ByteWriter(14 + sessionIdBytes + 8 + hello.stateVector.length + hello.profile.length)
    .u8(FrameType.hello)
    .u8(roles.indexOf(hello.role))
    .u32(hello.clientId)
    .u32(hello.epoch)
    .u32(hello.eventSeq)
    .raw(hello.session)
    .u32(hello.stateVector.length)
    .raw(hello.stateVector)
    .u32(hello.profile.length)
    .raw(hello.profile).bytes
}

export function decodeHello(frame: Uint8Array): Hello | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.hello) return undefined
  const role = roles[reader.u8()]
  const clientId = reader.u32()
  const epoch = reader.u32()
  const eventSeq = reader.u32()
  const session = reader.bytesOf(sessionIdBytes)
  const stateVector = reader.bytesOf(reader.u32())
  const profile = reader.bytesOf(reader.u32())
  if (!reader.complete || !role || stateVector.length === 0 || profile.length > limits.maxProfileBytes)
    return undefined
  return { type: FrameType.hello, role, clientId, epoch, eventSeq, session, stateVector, profile }
}
