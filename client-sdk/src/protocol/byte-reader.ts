/**
 * Reads a frame forwards. After the first read beyond the end `ok` stays false and every read yields zero,
 * so a decoder reads all its fields and asks once. All integers are little-endian.
 */
export class ByteReader {
  ok = true
  private at = 0
  private readonly bytes: Uint8Array
  private readonly view: DataView

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** True when everything was there and nothing is left over. */
  get complete(): boolean {
    return this.ok && this.at === this.bytes.length
  }

  get remaining(): number {
    return this.bytes.length - this.at
  }

  u8(): number {
    return this.take(1) ? this.view.getUint8(this.at - 1) : 0
  }

  u16(): number {
    return this.take(2) ? this.view.getUint16(this.at - 2, true) : 0
  }

  i16(): number {
    return this.take(2) ? this.view.getInt16(this.at - 2, true) : 0
  }

  u32(): number {
    return this.take(4) ? this.view.getUint32(this.at - 4, true) : 0
  }

  i32(): number {
    return this.take(4) ? this.view.getInt32(this.at - 4, true) : 0
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
