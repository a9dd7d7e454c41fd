import { ByteReader } from './byte-reader.ts'
import { ByteWriter } from './byte-writer.ts'
import { FrameType } from './frame-type.ts'

/** Client to server: asks for roster entries, answered with a ROSTER that adds. */
export interface Who {
  readonly type: typeof FrameType.who
  /** A page of members from this index on, or the members named. */
  readonly ask: { readonly from: number } | { readonly members: readonly number[] }
}

export function encodeWho(ask: Who['ask']): Uint8Array<ArrayBuffer> {
  if ('from' in ask) return new ByteWriter(4).u8(FrameType.who).u8(0).u16(ask.from).bytes
  const writer = new ByteWriter(4 + 2 * ask.members.length).u8(FrameType.who).u8(1).u16(ask.members.length)
  for (const member of ask.members) writer.u16(member)
  return writer.bytes
}

export function decodeWho(frame: Uint8Array): Who | undefined {
  const reader = new ByteReader(frame)
  if (reader.u8() !== FrameType.who) return undefined
  const kind = reader.u8()
  const number = reader.u16()
  if (kind > 1) return undefined
  if (kind === 0) return reader.complete ? { type: FrameType.who, ask: { from: number } } : undefined
  const members: number[] = []
  for (let index = 0; index < number && reader.ok; index++) members.push(reader.u16())
  return reader.complete ? { type: FrameType.who, ask: { members } } : undefined
}
