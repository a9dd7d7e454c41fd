/**
 * Reads over the values that Yjs V1 updates are made of, without making anything of them. It accepts what lib0 reads back
 * and writes again, and nothing else: bounds are checked here, because Yjs recurses into whatever it is given.
 */
export class UpdateBytes {
  protected at = 0
  protected bytes: Uint8Array = nothing

  protected read(bytes: Uint8Array): void {
    this.bytes = bytes
    this.at = 0
  }

  protected get isAtEnd(): boolean {
    return this.at === this.bytes.length
  }

  /** @returns −1 beyond the end and for numbers of more than 49 bits. */
  protected uint(): number {
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

  protected byte(): number {
    return this.at < this.bytes.length ? this.bytes[this.at++]! : -1
  }

  protected skip(count: number): boolean {
    if (count < 0 || count > this.bytes.length - this.at) return false
    this.at += count
    return true
  }

  /** @returns the string's length in UTF-16 units, as Yjs counts, or −1. */
  protected string(): number {
    const length = this.uint()
    const from = this.at
    if (!this.skip(length)) return -1
    for (let at = from; at < this.at; at++)
      if (this.bytes[at]! > 127) return textOf(this.bytes.subarray(from, this.at))?.length ?? -1
    return length
  }

  protected text(): string | undefined {
    const length = this.uint()
    const from = this.at
    return this.skip(length) ? textOf(this.bytes.subarray(from, this.at)) : undefined
  }

  /** A string that is JSON, nested no deeper than values may be. */
  protected json(orUndefined = false): boolean {
    const text = this.text()
    if (text === undefined) return false
    if (orUndefined && text === 'undefined') return true
    if (!isShallow(text)) return false
    try {
      JSON.parse(text)
      return true
    } catch {
      // Only by throwing does it say no.
      return false
    }
  }

  /** One value as lib0 writes them: a byte for its kind, from 127 down. */
  protected any(depth = deepest): boolean {
    switch (this.byte()) {
      case 127:
      case 126:
      case 121:
      case 120:
        return true
      case 125:
        // A signed number is one as long as an unsigned one; the sign is a bit of its first byte.
        return this.uint() >= 0
      case 124:
        return this.skip(4)
      case 123:
      case 122:
        return this.skip(8)
      case 119:
        return this.string() >= 0
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
      if ((hasKeys && this.string() < 0) || !this.any(depth - 1)) return false
    return true
  }
}

const nothing = new Uint8Array(0)
/** Yjs decodes strings as strictly. */
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes)
  } catch {
    // Only by throwing does it say that this is no UTF-8.
    return undefined
  }
}

/** Whether the brackets of a JSON text are nested no deeper than values may be. */
export function isShallow(json: string): boolean {
  let depth = 0
  let isString = false
  for (let at = 0; at < json.length; at++) {
    const char = json[at]
    if (isString) {
      if (char === '\\') at++
      else if (char === '"') isString = false
    } else if (char === '"') isString = true
    else if (char === '[' || char === '{') {
      if (++depth > deepest) return false
    } else if (char === ']' || char === '}') depth--
  }
  return true
}

/** Levels of values in values. Yjs, and whoever reads the document, recurses into them. */
const deepest = 100
