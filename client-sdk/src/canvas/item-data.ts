import * as Y from 'yjs'
import { isSame, type Json } from '../json.ts'
import { dataPrefix } from '../model/layout.ts'
import { mergeOf, typeViolationOf, violationOf, type ItemKind, type Schema } from '../model/schema.ts'
import { replaceText } from './text.ts'

/** Data by key. Undefined removes a key. */
export type DataChange = Readonly<Record<string, Json | undefined>>

/** The application's own values of nodes or of edges: how the schema wants them written, and those that stay here. */
export class ItemData {
  private readonly kind: ItemKind
  private readonly schema: Schema | undefined
  private readonly local = new Map<string, Map<string, Json>>()
  private readonly textKeys = new Map<string, readonly string[]>()

  constructor(kind: ItemKind, schema: Schema | undefined) {
    this.kind = kind
    this.schema = schema
  }

  /** @returns a sentence when the schema does not allow it. */
  violation(type: string, isNew: boolean, data: DataChange = {}): string | undefined {
    const { schema, kind } = this
    if (!schema) return undefined
    const violation = isNew ? typeViolationOf(schema, kind, type) : undefined
    if (violation) return violation
    for (const [key, value] of Object.entries(data)) {
      if (value === undefined || this.mergeOf(type, key) === 'local') continue
      const sentence = violationOf(schema, kind, type, key, value)
      if (sentence) return sentence
    }
    return undefined
  }

  /** Keeps the values that never leave this client. @returns whether one of them changed. */
  keepLocal(id: string, type: string, data: DataChange = {}): boolean {
    let changed = false
    if (!this.schema) return changed
    for (const [key, value] of Object.entries(data)) {
      if (this.mergeOf(type, key) !== 'local') continue
      let values = this.local.get(id)
      if (!values) this.local.set(id, (values = new Map<string, Json>()))
      if (values.get(key) === value) continue
      changed = true
      if (value === undefined) values.delete(key)
      else values.set(key, value)
    }
    return changed
  }

  /** The item is gone, and its local values with it. */
  forget(id: string): void {
    this.local.delete(id)
  }

  /** Whether anything of it enters the document. */
  isShared(type: string, data: DataChange = {}): boolean {
    return Object.keys(data).some((key) => this.mergeOf(type, key) !== 'local')
  }

  /** Texts are made with the item, so that two people who begin to write do not each make one. */
  create(entry: Y.Map<unknown>, type: string, data: DataChange = {}): void {
    const texts = this.textKeysOf(type)
    for (const key of texts) {
      const value = Object.hasOwn(data, key) ? data[key] : undefined
      entry.set(dataPrefix + key, new Y.Text(typeof value === 'string' ? value : ''))
    }
    for (const [key, value] of Object.entries(data))
      if (value !== undefined && !texts.includes(key) && this.mergeOf(type, key) !== 'local')
        entry.set(dataPrefix + key, value)
  }

  /**
   * Sets what differs and nothing else: a key written again with the same value would still grow the document.
   * @returns whether anything did.
   */
  change(entry: Y.Map<unknown>, type: string, data: DataChange = {}): boolean {
    let isWritten = false
    for (const [key, value] of Object.entries(data)) {
      const merge = this.mergeOf(type, key)
      const known = entry.get(dataPrefix + key)
      const text = merge === 'text' ? this.text(entry, type, key) : known
      if (merge === 'local') continue
      // A text that is removed is emptied: who writes in it at that moment keeps it.
      const differs =
        text instanceof Y.Text
          ? replaceText(text, typeof value === 'string' ? value : '') || text !== known
          : setOrDelete(entry, dataPrefix + key, value)
      if (differs) isWritten = true
    }
    return isWritten
  }

  /**
   * The collaborative text under a key. Made where the schema wants one and none is yet, of the string that is there.
   * @returns undefined where the key holds no text and is to hold none.
   */
  text(entry: Y.Map<unknown>, type: string, key: string): Y.Text | undefined {
    const known = this.knownText(entry, key)
    if (known || this.mergeOf(type, key) !== 'text') return known
    const value: unknown = entry.get(dataPrefix + key)
    const text = new Y.Text(typeof value === 'string' ? value : '')
    entry.set(dataPrefix + key, text)
    return text
  }

  knownText(entry: Y.Map<unknown>, key: string): Y.Text | undefined {
    const value: unknown = entry.get(dataPrefix + key)
    return value instanceof Y.Text ? value : undefined
  }

  mergeOf(type: string, key: string): ReturnType<typeof mergeOf> {
    return mergeOf(this.schema, this.kind, type, key)
  }

  read(id: string, entry: Y.Map<unknown>): Readonly<Record<string, Json>> {
    return readData(entry, this.local.get(id))
  }

  private textKeysOf(type: string): readonly string[] {
    let keys = this.textKeys.get(type)
    if (!keys) {
      const types = this.kind === 'node' ? this.schema?.nodes : this.schema?.edges
      const named = types && Object.hasOwn(types, type) ? Object.keys(types[type]?.data ?? {}) : []
      this.textKeys.set(type, (keys = named.filter((key) => this.mergeOf(type, key) === 'text')))
    }
    return keys
  }
}

function readData(
  entry: Y.Map<unknown>,
  local: ReadonlyMap<string, Json> | undefined,
): Readonly<Record<string, Json>> {
  const data: Record<string, Json> = {}
  // forEach, because Yjs makes the iterator of entries() out of three others; nodes are read in thousands.
  entry.forEach((value, key) => {
    if (key.startsWith(dataPrefix)) put(data, key.slice(dataPrefix.length), plain(value))
  })
  if (local) for (const [key, value] of local) put(data, key, value)
  return Object.freeze(data)
}

/** An assignment would take this one key for the object's prototype. */
function put(data: Record<string, Json>, key: string, value: Json): void {
  if (key === '__proto__') Object.defineProperty(data, key, { value, enumerable: true })
  else data[key] = value
}

/** Of a collaborative text its string, without formatting. */
function plain(value: unknown): Json {
  // oxlint-disable-next-line typescript/no-base-to-string -- Y.Text has a toString of its own.
  return value instanceof Y.Text ? value.toString() : (value as Json)
}

/** @returns whether it differed. */
export function setOrDelete(entry: Y.Map<unknown>, key: string, value: Json | undefined): boolean {
  if (value === undefined) {
    if (!entry.has(key)) return false
    entry.delete(key)
  } else {
    if (isSame(entry.get(key), value)) return false
    entry.set(key, value)
  }
  return true
}
