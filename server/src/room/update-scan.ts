/**
 * Reads over the bytes of a Yjs V1 update without making anything of them, which takes a tenth of decoding them. It knows what
 * nearly all updates of canvases are made of; about the rest it says nothing, and Yjs has to be asked.
 */
export class UpdateScan {
  private at = 0
  private readonly bytes: Uint8Array

  private constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  /** @returns true for an update that Yjs decodes; false for one that it does not, or that holds what is not known here. */
  static accepts(bytes: Uint8Array): boolean {
    const scan = new UpdateScan(bytes)
    return scan.structs() && scan.deletes()
  }

  private structs(): boolean {
    for (let clients = this.uint(); clients !== 0; clients--) {
      if (clients < 0) return false
      const count = this.uint()
      if (count < 0 || !this.uints(2)) return false
      for (let left = count; left > 0; left--) if (!this.struct()) return false
    }
    return true
  }

  private deletes(): boolean {
    for (let clients = this.uint(); clients !== 0; clients--) {
      if (clients < 0 || this.uint() < 0) return false
      const count = this.uint()
      if (count < 0) return false
      for (let left = count; left > 0; left--) if (!this.uints(2)) return false
    }
    return true
  }

  private struct(): boolean {
    const info = this.byte()
    if (info < 0) return false
    const content = info & contentBits
    if (content === contents.gc) return this.uints(1)
    const hasOrigin = (info & originBit) !== 0
    const hasRightOrigin = (info & rightOriginBit) !== 0
    if (hasOrigin && !this.uints(2)) return false
    if (hasRightOrigin && !this.uints(2)) return false
    if (!hasOrigin && !hasRightOrigin && !this.parent((info & keyBit) !== 0)) return false
    return this.content(content)
  }

  /** Only who has no neighbour names its parent: a root by its name, or an item by its id. */
  private parent(hasKey: boolean): boolean {
    const isRoot = this.uint()
    if (isRoot < 0 || !(isRoot === 1 ? this.string() : this.uints(2))) return false
    return !hasKey || this.string()
  }

  private content(content: number): boolean {
    if (content === contents.any) {
      const count = this.uint()
      if (count < 0) return false
      for (let left = count; left > 0; left--) if (!this.any(deepest)) return false
      return true
    }
    if (content === contents.string) return this.string()
    if (content === contents.deleted) return this.uints(1)
    if (content === contents.binary) return this.skip(this.uint())
    if (content !== contents.type) return false
    const type = this.uint()
    return type >= 0 && type <= lastPlainType
  }

  /** One value as lib0 writes them: a byte for its kind, from 127 down. */
  private any(depth: number): boolean {
    switch (this.byte()) {
      case 127:
      case 126:
      case 121:
      case 120:
        return true
      case 125:
        return this.int()
      case 124:
        return this.skip(4)
      case 123:
      case 122:
        return this.skip(8)
      case 119:
        return this.string()
      case 118:
        return this.anys(depth, true)
      case 117:
        return this.anys(depth, false)
      case 116:
        return this.skip(this.uint())
      default:
        return false
    }
  }

  private anys(depth: number, hasKeys: boolean): boolean {
    const count = this.uint()
    if (count < 0 || depth === 0) return false
    for (let left = count; left > 0; left--)
      if ((hasKeys && !this.string()) || !this.any(depth - 1)) return false
    return true
  }

  /** ASCII only: what else is well formed, Yjs may decide. */
  private string(): boolean {
    const length = this.uint()
    const from = this.at
    if (!this.skip(length)) return false
    for (let at = from; at < this.at; at++) if (this.bytes[at]! > 127) return false
    return true
  }

  private uints(count: number): boolean {
    for (let left = count; left > 0; left--) if (this.uint() < 0) return false
    return true
  }

  /** @returns −1 beyond the end and for numbers of more than 49 bits. */
  private uint(): number {
    const { bytes } = this
    let value = 0
    let factor = 1
    for (let left = 7; left > 0 && this.at < bytes.length; left--) {
      const byte = bytes[this.at++]!
      value += (byte & 127) * factor
      if (byte < 128) return value
      factor *= 128
    }
    return -1
  }

  /** A signed number is one as long as an unsigned one; the sign is a bit of its first byte. */
  private int(): boolean {
    return this.uint() >= 0
  }

  private byte(): number {
    return this.at < this.bytes.length ? this.bytes[this.at++]! : -1
  }

  private skip(count: number): boolean {
    if (count < 0 || count > this.bytes.length - this.at) return false
    this.at += count
    return true
  }
}

/** How Yjs 13 numbers contents in an item's first byte, and what its upper bits say. */
const contents = { gc: 0, deleted: 1, binary: 3, string: 4, type: 7, any: 8 } as const
const contentBits = 31
const keyBit = 32
const rightOriginBit = 64
const originBit = 128
/** Array, map and text have nothing to read behind their number. */
const lastPlainType = 2
/** Levels of values in values. Yjs reads them by recursion, so there is a depth at which it fails. */
const deepest = 32
