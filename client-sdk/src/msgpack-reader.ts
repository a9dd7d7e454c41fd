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
    switch (tag) {
      case 0xc0:
        return null
      case 0xc2:
        return false
      case 0xc3:
        return true
      case 0xc4:
      case 0xc5:
      case 0xc6:
        // A copy, for it may be a part of a socket's buffer; slice of a Buffer in Node is none.
        return Uint8Array.from(this.span(this.length(tag - 0xc4)))
      case 0xca:
        return this.view.getFloat32(this.take(4))
      case 0xcb:
        return this.view.getFloat64(this.take(8))
      case 0xcc:
      case 0xcd:
      case 0xce:
        return this.length(tag - 0xcc)
      case 0xcf:
        return Number(this.view.getBigUint64(this.take(8)))
      case 0xd0:
        return this.view.getInt8(this.take(1))
      case 0xd1:
        return this.view.getInt16(this.take(2))
      case 0xd2:
        return this.view.getInt32(this.take(4))
      case 0xd3:
        return Number(this.view.getBigInt64(this.take(8)))
      case 0xd9:
      case 0xda:
      case 0xdb:
        return this.text(this.length(tag - 0xd9))
      case 0xdc:
      case 0xdd:
        return this.array(this.length(tag - 0xdb))
      case 0xde:
      case 0xdf:
        return this.map(this.length(tag - 0xdd))
      default:
        throw new RangeError('an extension of msgpack is no JSON value')
    }
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
