const encoder = new TextEncoder()

/** Writes values of JSON, and byte strings, as msgpack: each in the shortest form there is. */
export class MsgpackWriter {
  private view = new DataView(new ArrayBuffer(256))
  private at = 0

  bytes(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.view.buffer.slice(0, this.at))
  }

  value(value: unknown): void {
    if (value === null || value === undefined) this.uint(1, 0xc0)
    else if (typeof value === 'boolean') this.uint(1, value ? 0xc3 : 0xc2)
    else if (typeof value === 'number') this.number(value)
    else if (typeof value === 'string') this.raw(encoder.encode(value), 0xa0, 32, 0xd9)
    else if (value instanceof Uint8Array) this.raw(value, 0, 0, 0xc4)
    else if (Array.isArray(value)) {
      this.header(value.length, 0x90, 16, 0xdb)
      for (const each of value as unknown[]) this.value(each)
    } else if (typeof value === 'object') {
      const entries = Object.entries(value).filter(([, each]) => each !== undefined)
      this.header(entries.length, 0x80, 16, 0xdd)
      for (const each of entries.flat()) this.value(each)
    } else throw new TypeError(`a ${typeof value} cannot be sent`)
  }

  private number(value: number): void {
    if (!Number.isInteger(value) || value < -0x8000_0000 || value > 0xffff_ffff) {
      this.uint(1, 0xcb)
      const at = this.take(8)
      this.view.setFloat64(at, value)
    } else if (value >= -32 && value < 128) this.uint(1, value)
    else if (value > 0) this.tagged(0xcc, value, value)
    // A negative number takes as many bytes as twice its distance from -1 would without a sign.
    else this.tagged(0xd0, value, -value * 2 - 1)
  }

  private raw(bytes: Uint8Array, base: number, fixed: number, tag: number): void {
    this.header(bytes.length, base, fixed, tag)
    const at = this.take(bytes.length)
    new Uint8Array(this.view.buffer).set(bytes, at)
  }

  /**
   * How long what follows is: below `fixed` as a part of the first byte, else tagged. Arrays and maps have no tag for one
   * byte: theirs is where it would be.
   */
  private header(length: number, base: number, fixed: number, tag: number): void {
    if (length < fixed) this.uint(1, base | length)
    else this.tagged(tag, length, fixed === 16 ? length | 0x100 : length)
  }

  /** A value after the tag for 1, 2 or 4 bytes, which count up from `tag`. @param reach decides how many bytes. */
  private tagged(tag: number, value: number, reach: number): void {
    const exponent = reach < 0x100 ? 0 : reach < 0x1_0000 ? 1 : 2
    this.uint(1, tag + exponent)
    this.uint(1 << exponent, value)
  }

  /** Negative values are written as their two's complement. */
  private uint(byteLength: number, value: number): void {
    const at = this.take(byteLength)
    if (byteLength === 1) this.view.setUint8(at, value)
    else if (byteLength === 2) this.view.setUint16(at, value)
    else this.view.setUint32(at, value)
  }

  /** @returns where the next `byteLength` bytes begin. It may replace the view: take first, then write. */
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
