// A byte order mark at the beginning is a part of the string.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Reads values of JSON, and byte strings, out of msgpack. Throws a RangeError at the end of the bytes, and for nesting that the stack cannot hold. */
export class MsgpackReader {
  at = 0
  private readonly bytes: Uint8Array
  private readonly view: DataView

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  value(): unknown {
    const tag = this.uint(1)
    if (tag < 0x80) return tag
    if (tag < 0x90) return this.map(tag & 0x0f)
    if (tag < 0xa0) return this.array(tag & 0x0f)
    if (tag < 0xc0) return this.text(tag & 0x1f)
    if (tag >= 0xe0) return tag - 0x100
    if (tag >= 0xde) return this.map(this.length(tag - 0xdd))
    if (tag >= 0xdc) return this.array(this.length(tag - 0xdb))
    if (tag >= 0xd9) return this.text(this.length(tag - 0xd9))
    if (tag === 0xc0) return null
    if (tag === 0xc2 || tag === 0xc3) return tag === 0xc3
    // A copy, for it may be a part of a socket's buffer; slice of a Buffer in Node is none.
    if (tag >= 0xc4 && tag <= 0xc6) return Uint8Array.from(this.span(this.length(tag - 0xc4)))
    if (tag === 0xca) return this.view.getFloat32(this.take(4))
    if (tag === 0xcb) return this.view.getFloat64(this.take(8))
    if (tag === 0xcf || tag === 0xd3) return this.long(tag === 0xd3)
    if (tag >= 0xcc && tag <= 0xce) return this.length(tag - 0xcc)
    if (tag >= 0xd0 && tag <= 0xd2) return this.signed(tag - 0xd0)
    throw new RangeError('an extension of msgpack is no JSON value')
  }

  private text(byteLength: number): string {
    return decoder.decode(this.span(byteLength))
  }

  private array(length: number): unknown[] {
    const values: unknown[] = []
    for (let index = 0; index < length; index++) values.push(this.value())
    return values
  }

  private map(size: number): Record<string, unknown> {
    const entries: [string, unknown][] = []
    for (let index = 0; index < size; index++) entries.push([String(this.value()), this.value()])
    // It defines own properties, so that a key such as __proto__ is only a key.
    return Object.fromEntries(entries)
  }

  /** An integer of 8 bytes; above 2^53 the nearest number there is. */
  private long(isSigned: boolean): number {
    const high = this.uint(4)
    return (isSigned ? high | 0 : high) * 2 ** 32 + this.uint(4)
  }

  private signed(exponent: number): number {
    const unused = 32 - (8 << exponent)
    return (this.length(exponent) << unused) >> unused
  }

  /** An unsigned integer of 1, 2 or 4 bytes. */
  private length(exponent: number): number {
    return this.uint(1 << exponent)
  }

  private uint(byteLength: number): number {
    const at = this.take(byteLength)
    if (byteLength === 1) return this.view.getUint8(at)
    return byteLength === 2 ? this.view.getUint16(at) : this.view.getUint32(at)
  }

  private span(byteLength: number): Uint8Array {
    const at = this.take(byteLength)
    return this.bytes.subarray(at, this.at)
  }

  /** @returns where the next `byteLength` bytes begin. */
  private take(byteLength: number): number {
    const at = this.at
    this.at += byteLength
    if (this.at > this.bytes.length) throw new RangeError('the bytes end inside a value')
    return at
  }
}
