/**
 * Writes the few shapes of Yjs' V1 update encoding that a load needs, so that a load generator can make honest edits without
 * a Yjs document per member. The format is that of yjs 13.6 (`UpdateEncoderV1`) and lib0's `writeAny`; tests hold every
 * update against Yjs itself.
 */
export class YjsBytes {
  private bytes: Uint8Array
  private length = 0

  constructor(capacity = 256) {
    this.bytes = new Uint8Array(capacity)
  }

  /** What was written, as a copy. */
  taken(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length)
  }

  u8(value: number): this {
    if (this.length === this.bytes.length) {
      const larger = new Uint8Array(this.bytes.length * 2)
      larger.set(this.bytes)
      this.bytes = larger
    }
    this.bytes[this.length++] = value
    return this
  }

  varUint(value: number): this {
    let rest = value
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.u8(0x80 | (rest & 0x7f))
    return this.u8(rest)
  }

  /** The identity of an item: who wrote it, and at which clock. */
  id(client: number, clock: number): this {
    return this.varUint(client).varUint(clock)
  }

  text(value: string): this {
    const utf8 = encoder.encode(value)
    this.varUint(utf8.length)
    for (const byte of utf8) this.u8(byte)
    return this
  }

  /** A value as `ContentAny` holds it: text, a number, or a list of them. */
  any(value: YjsValue): this {
    if (typeof value === 'string') return this.u8(119).text(value)
    if (typeof value === 'number') return this.number(value)
    this.u8(117).varUint(value.length)
    for (const each of value) this.any(each)
    return this
  }

  private number(value: number): this {
    if (Number.isInteger(value) && Math.abs(value) <= 0x7fffffff) return this.u8(125).varInt(value)
    const isSingle = Math.fround(value) === value
    const view = new DataView(new ArrayBuffer(8))
    if (isSingle) view.setFloat32(0, value)
    else view.setFloat64(0, value)
    this.u8(isSingle ? 124 : 123)
    for (let at = 0; at < (isSingle ? 4 : 8); at++) this.u8(view.getUint8(at))
    return this
  }

  private varInt(value: number): this {
    const isNegative = value < 0 || Object.is(value, -0)
    let rest = Math.abs(value)
    this.u8((rest > 0x3f ? 0x80 : 0) | (isNegative ? 0x40 : 0) | (rest & 0x3f))
    for (rest = Math.floor(rest / 64); rest > 0; rest = Math.floor(rest / 128))
      this.u8((rest > 0x7f ? 0x80 : 0) | (rest & 0x7f))
    return this
  }
}

export type YjsValue = string | number | readonly YjsValue[]

/** Bits and numbers of an item's first byte. */
export const itemInfo = { any: 8, type: 7, hasOrigin: 0x80, hasKey: 0x20 } as const
/** The number of Y.Map among the shared types. */
export const yMap = 1

const encoder = new TextEncoder()
