import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'
import { limits } from './limits.ts'

/** Client to server: the member's profile changed (name, colour, …). */
export interface Profile {
  readonly type: typeof FrameType.profile
  /** msgpack, opaque to the server, at most `limits.maxProfileBytes`. */
  readonly profile: Uint8Array
}

export function encodeProfile(profile: Uint8Array): Uint8Array<ArrayBuffer> {
  return new ByteWriter(5 + profile.length).u8(FrameType.profile).u32(profile.length).raw(profile).bytes
}

export function decodeProfile(frame: Uint8Array): Profile | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.profile) return undefined
  const profile = reader.bytesOf(reader.u32())
  if (!reader.complete || profile.length > limits.maxProfileBytes) return undefined
  return { type: FrameType.profile, profile }
}
