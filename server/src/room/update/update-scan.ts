import { UpdateBytes } from './update-bytes.ts'

/**
 * What reading over an update's bytes can say of it: Yjs refuses it, or would choke on it in the middle; it applies to any
 * document; or the document that it is meant for has to be asked (`update-fit.ts`).
 */
export type UpdateVerdict = 'malformed' | 'plain' | 'suspect'

/** What an update consists of, told while it is read. Fields of the scan hold until the next call. */
export interface UpdateVisitor {
  struct(scan: UpdateScan): void
  deleted(client: number, clock: number, length: number): void
}

/**
 * Reads over the bytes of a Yjs V1 update without making anything of them, which takes a tenth of decoding them. It holds updates
 * to what every Yjs writes, which is stricter than what Yjs reads: the difference is what throws in the middle, hangs, or
 * leaves a document that cannot be encoded.
 */
export class UpdateScan extends UpdateBytes {
  /** Asked about every update that arrives, and read anew each time: made once, since a reader is most of what judging allocates. */
  private static judging: UpdateScan | undefined
  client = 0
  /** Of the current struct. */
  clock = 0
  length = 0
  content = 0
  originClient = none
  originClock = 0
  rightClient = none
  rightClock = 0
  parentClient = none
  parentClock = 0
  /** The parent's name, if it is a root; read only for visitors where it is one that every canvas has. */
  root: string | undefined
  hasRoot = false
  key: string | undefined
  hasKey = false
  parts = 0
  private subdocuments = 0
  private isSuspect = false
  private readonly visitor: UpdateVisitor | undefined

  private constructor(visitor?: UpdateVisitor) {
    super()
    this.visitor = visitor
  }

  static judge(bytes: Uint8Array): UpdateVerdict {
    const judging = (UpdateScan.judging ??= new UpdateScan())
    if (!judging.update(bytes)) return 'malformed'
    return judging.isSuspect || judging.parts > costlyParts ? 'suspect' : 'plain'
  }

  /** Tells the visitor of every part of an update that is not malformed. */
  static visit(bytes: Uint8Array, visitor: UpdateVisitor): void {
    new UpdateScan(visitor).update(bytes)
  }

  private update(bytes: Uint8Array): boolean {
    this.read(bytes)
    this.parts = 0
    this.subdocuments = 0
    this.isSuspect = false
    return this.blocks(false) && this.blocks(true) && this.isAtEnd
  }

  /** One block for each client: of two, Yjs would drop the first. */
  private blocks(areDeletes: boolean): boolean {
    const count = this.uint()
    if (count < 0) return false
    const seen = count > 1 ? new Set<number>() : undefined
    for (let left = count; left > 0; left--) {
      if (!(areDeletes ? this.deletes() : this.structs()) || seen?.has(this.client)) return false
      seen?.add(this.client)
    }
    return true
  }

  private structs(): boolean {
    const count = this.uint()
    this.client = this.uint()
    this.clock = this.uint()
    if (count < 0 || this.client < 0 || this.clock < 0) return false
    this.parts += count
    for (let left = count; left > 0; left--) {
      if (!this.struct() || this.length <= 0 || this.clock + this.length > highestClock) return false
      this.visitor?.struct(this)
      this.clock += this.length
    }
    return true
  }

  /** In order and apart, as every Yjs writes them: in another order each would move all that were split before. */
  private deletes(): boolean {
    this.client = this.uint()
    const count = this.uint()
    if (this.client < 0 || count < 0) return false
    this.parts += count
    let end = 0
    for (let left = count; left > 0; left--) {
      const clock = this.uint()
      const length = this.uint()
      if (clock < end || length <= 0 || clock + length > highestClock) return false
      this.visitor?.deleted(this.client, clock, length)
      end = clock + length
    }
    return true
  }

  private struct(): boolean {
    const info = this.byte()
    if (info < 0) return false
    this.content = info & contentBits
    this.originClient = this.rightClient = this.parentClient = none
    this.root = undefined
    this.key = undefined
    this.hasRoot = false
    if (this.content === contents.gc) return this.blank()
    // Yjs takes the other bits of a skip for neighbours in one place, and for nothing in another.
    if (this.content === contents.skip) return info === contents.skip && this.blank()
    const hasOrigin = (info & originBit) !== 0
    const hasRight = (info & rightBit) !== 0
    if (hasOrigin) {
      this.originClient = this.uint()
      this.originClock = this.uint()
      if (!this.isBefore(this.originClient, this.originClock)) return false
    }
    if (hasRight) {
      this.rightClient = this.uint()
      this.rightClock = this.uint()
      if (!this.isBefore(this.rightClient, this.rightClock)) return false
    }
    this.hasKey = (info & keyBit) !== 0
    if (!hasOrigin && !hasRight && !this.parent()) return false
    this.length = this.contentLength()
    // What is known in part is cut, and a type may lie in any number of others: both ask the document.
    if (this.length > 1 || (this.content === contents.type && !this.hasRoot)) this.isSuspect = true
    return true
  }

  private blank(): boolean {
    this.length = this.uint()
    if (this.length > 1) this.isSuspect = true
    return true
  }

  /** What a client wrote can only refer to what it had written before; of others', Yjs waits for what is missing. */
  private isBefore(client: number, clock: number): boolean {
    return client >= 0 && clock >= 0 && (client !== this.client || clock < this.clock)
  }

  /** Only who has no neighbour names its parent: a root by its name, or an item by its id. */
  private parent(): boolean {
    const kind = this.uint()
    if (kind < 0) return false
    if (kind === 1) {
      this.hasRoot = true
      if (this.visitor || !this.canvasRoot()) {
        this.root = this.text()
        if (this.root === undefined) return false
        this.isSuspect = true
      }
    } else {
      this.parentClient = this.uint()
      this.parentClock = this.uint()
      if (!this.isBefore(this.parentClient, this.parentClock)) return false
    }
    if (!this.hasKey) return true
    if (!this.visitor) return this.string() >= 0
    this.key = this.text()
    return this.key !== undefined
  }

  /** Skips the name if it is one of those that every canvas has. */
  private canvasRoot(): boolean {
    const { at, bytes } = this
    for (const name of canvasRoots) {
      let index = 0
      while (index < name.length && bytes[at + index] === name[index]) index++
      if (index === name.length) return this.skip(index)
    }
    return false
  }

  /** @returns how many clocks the content takes, or −1. */
  private contentLength(): number {
    switch (this.content) {
      case contents.any:
      case contents.json:
        return this.values()
      case contents.string:
        return this.string()
      case contents.deleted:
        return this.uint()
      case contents.binary:
        return one(this.skip(this.uint()))
      case contents.embed:
        return one(this.json())
      case contents.format:
        return one(this.string() >= 0 && this.json())
      case contents.type:
        return one(this.type())
      case contents.doc:
        return one(this.subdocument())
      default:
        return -1
    }
  }

  private values(): number {
    const count = this.uint()
    const isJson = this.content === contents.json
    for (let left = count; left > 0; left--) if (!(isJson ? this.json(true) : this.any())) return -1
    return count
  }

  private type(): boolean {
    const type = this.uint()
    if (type === types.xmlElement || type === types.xmlHook) return this.string() >= 0
    return type >= 0 && type <= types.last
  }

  /** An id and options. Yjs makes a document with whatever options are there, and writes what came out of it. */
  private subdocument(): boolean {
    if (++this.subdocuments > mostSubdocuments || this.string() < 0 || this.byte() !== anyObject) return false
    const count = this.uint()
    for (let left = count; left > 0; left--)
      if (!subdocumentOptions.has(this.text() ?? '') || !this.any()) return false
    return count >= 0
  }
}

function one(isRead: boolean): number {
  return isRead ? 1 : -1
}

/** How Yjs 13 numbers contents in a struct's first byte, and what its upper bits say. */
export const contents = {
  gc: 0,
  deleted: 1,
  json: 2,
  binary: 3,
  string: 4,
  embed: 5,
  format: 6,
  type: 7,
  any: 8,
  doc: 9,
  skip: 10,
} as const
const contentBits = 31
const keyBit = 32
const rightBit = 64
const originBit = 128
/** These two have a name behind their number. */
const types = { xmlElement: 3, xmlHook: 5, last: 6 } as const
const anyObject = 118
const subdocumentOptions: ReadonlySet<string> = new Set(['gc', 'autoLoad', 'meta'])
/** In one update: each is a whole document in memory. */
const mostSubdocuments = 64
/** No client. */
const none = -1
/** V2 writes twice the distance of two clocks, which has to stay a safe integer. */
const highestClock = 2 ** 49
/** Structs and deletions of one update from which on it is asked what applying them would cost. */
const costlyParts = 256
const canvasRoots: readonly Uint8Array[] = ['nodes', 'edges', 'meta'].map((name) =>
  Uint8Array.of(name.length, ...new TextEncoder().encode(name)),
)
