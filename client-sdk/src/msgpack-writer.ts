const encoder = new TextEncoder()

/** Headers of msgpack by kind: below `fixed` entries the length is a part of the first byte; 8, 16 and 32 bits follow else. */
interface Header {
  readonly fixed: number
  readonly fixedBase: number
  readonly bits8: number | undefined
  readonly bits16: number
}

const stringHeader: Header = { fixed: 32, fixedBase: 0xa0, bits8: 0xd9, bits16: 0xda }
const bytesHeader: Header = { fixed: 0, fixedBase: 0, bits8: 0xc4, bits16: 0xc5 }
const arrayHeader: Header = { fixed: 16, fixedBase: 0x90, bits8: undefined, bits16: 0xdc }
const mapHeader: Header = { fixed: 16, fixedBase: 0x80, bits8: undefined, bits16: 0xde }

/** Writes values of JSON, and byte strings, as msgpack: each in the shortest form there is. */
export class MsgpackWriter {
  private view = new DataView(new ArrayBuffer(256))
  private at = 0

  bytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.view.buffer.slice(0, this.at))
  }

  value(value: unknown): void {
    if (value === null || value === undefined) this.byte(0xc0)
    else if (typeof value === 'boolean') this.byte(value ? 0xc3 : 0xc2)
    else if (typeof value === 'number') this.number(value)
    else if (typeof value === 'string') this.sized(stringHeader, encoder.encode(value))
    else if (value instanceof Uint8Array) this.sized(bytesHeader, value)
    else if (Array.isArray(value)) {
      this.header(arrayHeader, value.length)
      for (const each of value as unknown[]) this.value(each)
    } else if (typeof value === 'object') {
      const entries = Object.entries(value).filter(([, each]) => each !== undefined)
      this.header(mapHeader, entries.length)
      for (const [key, each] of entries) {
        this.value(key)
        this.value(each)
      }
    } else throw new TypeError(`a ${typeof value} cannot be sent`)
  }

  private number(value: number): void {
    if (Number.isInteger(value) && value >= -0x8000_0000 && value <= 0xffff_ffff) return this.integer(value)
    const at = this.take(9)
    this.view.setUint8(at, 0xcb)
    this.view.setFloat64(at + 1, value)
  }

  private integer(value: number): void {
    if (value >= -32 && value < 128) this.byte(value)
    else if (value < -0x8000) this.tagged(0xd2, 4, value)
    else if (value < -0x80) this.tagged(0xd1, 2, value)
    else if (value < 0) this.tagged(0xd0, 1, value)
    else if (value < 0x100) this.tagged(0xcc, 1, value)
    else if (value < 0x1_0000) this.tagged(0xcd, 2, value)
    else this.tagged(0xce, 4, value)
  }

  private sized(header: Header, bytes: Uint8Array): void {
    this.header(header, bytes.length)
    const at = this.take(bytes.length)
    new Uint8Array(this.view.buffer).set(bytes, at)
  }

  private header({ fixed, fixedBase, bits8, bits16 }: Header, length: number): void {
    if (length < fixed) this.byte(fixedBase | length)
    else if (bits8 !== undefined && length < 0x100) this.tagged(bits8, 1, length)
    else if (length < 0x1_0000) this.tagged(bits16, 2, length)
    else this.tagged(bits16 + 1, 4, length)
  }

  private byte(value: number): void {
    // Taking room may replace the view.
    const at = this.take(1)
    this.view.setUint8(at, value)
  }

  /** Negative values are written as their two's complement. */
  private tagged(tag: number, byteLength: 1 | 2 | 4, value: number): void {
    const at = this.take(1 + byteLength)
    this.view.setUint8(at, tag)
    if (byteLength === 1) this.view.setUint8(at + 1, value)
    else if (byteLength === 2) this.view.setUint16(at + 1, value)
    else this.view.setUint32(at + 1, value)
  }

  /** @returns where the next `byteLength` bytes begin. */
  private take(byteLength: number): number {
    const from = this.at
    this.at += byteLength
    if (this.at > this.view.byteLength) {
      const larger = new Uint8Array(Math.max(this.at, this.view.byteLength * 2))
      larger.set(new Uint8Array(this.view.buffer, 0, from))
      this.view = new DataView(larger.buffer)
    }
    return from
  }
}
