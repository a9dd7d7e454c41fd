import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'
import { roles, type Role } from './role.ts'

/** Server to client, the answer to hello. SYNC, ROSTER and HISTORY frames follow it. */
export interface Welcome {
  readonly type: typeof FrameType.welcome
  /** Whether every event after hello's `eventSeq` follows. Never a part of them. */
  readonly eventsRecovered: boolean
  /** What this member may do. */
  readonly role: Role
  /** The room's current tick interval, in milliseconds. */
  readonly tickMs: number
  /** How often live values are worth sending now, in milliseconds; LIVE frames tell when it changes. */
  readonly liveMs: number
  /** The generation of the room's history: another one than before means that acked but not durable ticks may be gone. */
  readonly epoch: number
  /** The tick that the following SYNC frames bring the client to. */
  readonly seq: number
  readonly durableSeq: number
  /** The newest event of the room. */
  readonly eventSeq: number
  /** This member's index in the room, as live and roster entries name it. */
  readonly member: number
  /** Seconds until the access ends unless AUTH renews it; `endlessAccess` when it does not. */
  readonly accessS: number
  /** Yjs state vector of the server's document, so that the client can send what is missing there. */
  readonly stateVector: Uint8Array
}

/** Before the state vector, its length included: for who reads no more of it. */
export const welcomeHeadBytes = 33

export function encodeWelcome(welcome: Omit<Welcome, 'type'>): Uint8Array<ArrayBuffer> {
  return new ByteWriter(welcomeHeadBytes + welcome.stateVector.length)
    .u8(FrameType.welcome)
    .u8(welcome.eventsRecovered ? 1 : 0)
    .u8(roles.indexOf(welcome.role))
    .u16(welcome.tickMs)
    .u16(welcome.liveMs)
    .u32(welcome.epoch)
    .u32(welcome.seq)
    .u32(welcome.durableSeq)
    .u32(welcome.eventSeq)
    .u16(welcome.member)
    .u32(welcome.accessS)
    .u32(welcome.stateVector.length)
    .raw(welcome.stateVector).bytes
}

export function decodeWelcome(frame: Uint8Array): Welcome | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.welcome) return undefined
  const flags = reader.u8()
  const role = roles[reader.u8()]
  const tickMs = reader.u16()
  const liveMs = reader.u16()
  const epoch = reader.u32()
  const seq = reader.u32()
  const durableSeq = reader.u32()
  const eventSeq = reader.u32()
  const member = reader.u16()
  const accessS = reader.u32()
  const stateVector = reader.bytesOf(reader.u32())
  if (!reader.complete || flags > 1 || !role || stateVector.length === 0) return undefined
  return {
    type: FrameType.welcome,
    eventsRecovered: flags === 1,
    role,
    tickMs,
    liveMs,
    epoch,
    seq,
    durableSeq,
    eventSeq,
    member,
    accessS,
    stateVector,
  }
}
