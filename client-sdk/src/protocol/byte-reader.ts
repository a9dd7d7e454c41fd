/**
 * Reads a frame forwards. After the first read beyond the end `ok` stays false and every read yields zero,
 * so a decoder reads all its fields and asks once. All integers are little-endian.
 * A DataView would be one more object for every message.
 */
export class ByteReader {
  ok = true
  private at = 0
  private readonly bytes: Uint8Array

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** True when everything was there and nothing is left over. */
  get complete(): boolean {
    return this.ok && this.at === this.bytes.length
  }

  get remaining(): number {
    return this.bytes.length - this.at
  }

  u8(): number {
    return this.take(1) ? this.bytes[this.at - 1]! : 0
  }

  u16(): number {
    if (!this.take(2)) return 0
    const { at, bytes } = this
    return bytes[at - 2]! | (bytes[at - 1]! << 8)
  }

  i16(): number {
    return (this.u16() << 16) >> 16
  }

  u32(): number {
    return this.i32() >>> 0
  }

  i32(): number {
    if (!this.take(4)) return 0
    const { at, bytes } = this
    return bytes[at - 4]! | (bytes[at - 3]! << 8) | (bytes[at - 2]! << 16) | (bytes[at - 1]! << 24)
  }

  /** A view of the next `length` bytes, not a copy. */
  bytesOf(length: number): Uint8Array {
    return this.take(length) ? this.bytes.subarray(this.at - length, this.at) : empty
  }

  /** The bytes that `read` goes over, a view and not a copy. */
  span(read: () => void): Uint8Array {
    const from = this.at
    read()
    return this.bytes.subarray(from, this.at)
  }

  private take(count: number): boolean {
    if (!this.ok || this.at + count > this.bytes.length) this.ok = false
    else this.at += count
    return this.ok
  }
}

const empty = new Uint8Array(0)
