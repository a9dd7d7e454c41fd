/** One event of a load: who sent it, the how manieth of that publisher it is, and when. */
export interface LoadEvent {
  readonly publisher: number
  /** From 1, without gaps. */
  readonly count: number
  /** Milliseconds since the epoch. */
  readonly sentMs: number
}

/** As the SDK sends `['load', [publisher, count, sentMs]]`: msgpack, whose numbers are big-endian. */
export function encodeLoadEvent({ publisher, count, sentMs }: LoadEvent): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(loadEventBytes)
  const view = new DataView(bytes.buffer)
  bytes.set([array(2), text(4), 0x6c, 0x6f, 0x61, 0x64, array(3), uint32])
  view.setUint32(8, publisher)
  bytes[12] = uint32
  view.setUint32(13, count)
  bytes[17] = float64
  view.setFloat64(18, sentMs)
  return bytes
}

/** @param at where the body begins in a frame. @returns undefined for an event of somebody else. */
export function decodeLoadEvent(frame: DataView, at: number): LoadEvent | undefined {
  if (frame.byteLength - at < loadEventBytes || frame.getUint32(at) !== head) return undefined
  return {
    publisher: frame.getUint32(at + 8),
    count: frame.getUint32(at + 13),
    sentMs: frame.getFloat64(at + 18),
  }
}

const loadEventBytes = 26
const [uint32, float64] = [0xce, 0xcb]
/** An array of two, and the first letters of the type. */
const head = 0x92a46c6f

function array(length: number): number {
  return 0x90 | length
}

function text(bytes: number): number {
  return 0xa0 | bytes
}
