import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'
import { roles, type Role } from './role.ts'

/** Server to client: what this member may do from now on, and for how long. */
export interface AccessFrame {
  readonly type: typeof FrameType.access
  readonly role: Role
  /** Seconds until it ends, rounded down; `endlessAccess` when it does not. */
  readonly accessS: number
}

/** As `accessS`: it does not end. */
export const endlessAccess = 0xffffffff

export function encodeAccess(role: Role, accessS: number): Uint8Array<ArrayBuffer> {
  return new ByteWriter(6).u8(FrameType.access).u8(roles.indexOf(role)).u32(accessS).bytes
}

export function decodeAccess(frame: Uint8Array): AccessFrame | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.access) return undefined
  const role = roles[reader.u8()]
  const accessS = reader.u32()
  return reader.complete && role ? { type: FrameType.access, role, accessS } : undefined
}
