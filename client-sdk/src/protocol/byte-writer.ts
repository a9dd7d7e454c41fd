/** Writes a frame of a known size. All integers are little-endian. Writing beyond the size throws a RangeError. */
export class ByteWriter {
  readonly bytes: Uint8Array<ArrayBuffer>
  private at = 0
  private readonly view: DataView

  constructor(byteLength: number) {
    this.bytes = new Uint8Array(byteLength)
    this.view = new DataView(this.bytes.buffer)
  }

  u8(value: number): this {
    this.view.setUint8(this.at, value)
    this.at += 1
    return this
  }

  u16(value: number): this {
    this.view.setUint16(this.at, value, true)
    this.at += 2
    return this
  }

  i16(value: number): this {
    this.view.setInt16(this.at, value, true)
    this.at += 2
    return this
  }

  u32(value: number): this {
    this.view.setUint32(this.at, value, true)
    this.at += 4
    return this
  }

  i32(value: number): this {
    this.view.setInt32(this.at, value, true)
    this.at += 4
    return this
  }

  raw(bytes: Uint8Array): this {
    this.bytes.set(bytes, this.at)
    this.at += bytes.length
    return this
  }
}
