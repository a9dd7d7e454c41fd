import { dataPrefix, keys } from '@coplane/client/model/layout'
import { typeViolationOf, violationOf, type ItemKind, type Schema } from '@coplane/client/model/schema'
import * as Y from 'yjs'
import type { Counters } from '../counters.ts'
import { roomLimits } from '../room-limits.ts'
import { authorOf, isUntouched, valueBefore } from './entry-item.ts'
import { isItem, typeOf } from './entry-shape.ts'
import type { RefusedEdit } from './refused-edit.ts'
import { edgeRegisters, nodeRegisters } from './register.ts'

/** Keys of an entry that were written; undefined for an entry that has to be looked at whole. */
export type Written = ReadonlySet<string | null> | undefined

/**
 * Takes back single values of one transaction, the entries' own and the application's. The document was sound when the
 * transaction began, so what a key held then is its last valid value.
 */
export class ValueRepair {
  readonly refusals: RefusedEdit[] = []
  private readonly transaction: Y.Transaction
  private readonly counters: Counters

  constructor(transaction: Y.Transaction, counters: Counters) {
    this.transaction = transaction
    this.counters = counters
  }

  /**
   * Mends what every canvas relies on.
   * @param isKnown whether it was a node or an edge before; such an entry stays one.
   * @returns whether it is one now. What never was one is somebody else's and left alone.
   */
  mend(kind: ItemKind, id: string, entry: Y.Map<unknown>, written: Written, isKnown: boolean): boolean {
    if (!isKnown && !isItem(kind, entry)) return false
    for (const register of kind === 'node' ? nodeRegisters : edgeRegisters) {
      const { key } = register
      if (written && !written.has(key)) continue
      const value = entry.get(key)
      if (register.isSound(value)) continue
      const before = valueBefore(this.transaction, entry, key)
      this.counters.repairs.value++
      this.refuse(entry, key, 'invalid', kind, id, `${key} of a ${kind} must be ${register.demand}`)
      put(entry, key, before !== undefined && register.isSound(before) ? before : register.mend(value))
    }
    return true
  }

  /**
   * Holds the schema up against what was written.
   * @returns whether the entry may stay; a new one of a type that the schema does not have may not.
   */
  judge(schema: Schema, kind: ItemKind, root: Y.Map<unknown>, id: string, written: Written): boolean {
    const entry = root.get(id) as Y.Map<unknown>
    if (!written || written.has(keys.type)) {
      const violation =
        typeViolationOf(schema, kind, typeOf(entry)) ??
        (written && this.clashOf(schema, kind, entry, typeOf(entry)))
      if (violation !== undefined) {
        this.counters.repairs.schema++
        if (!written) {
          this.refuse(root, id, 'schema', kind, id, violation)
          root.delete(id)
          return false
        }
        this.takeBack(entry, keys.type, kind, id, violation)
      }
    }
    const type = typeOf(entry)
    for (const key of written ?? [...entry.keys()]) {
      const violation = key === null ? undefined : dataViolationOf(schema, kind, type, entry, key)
      if (violation === undefined) continue
      this.counters.repairs.schema++
      this.takeBack(entry, key!, kind, id, violation)
    }
    return true
  }

  /** Takes out a new entry for which there is no place. */
  takeOut(kind: ItemKind, root: Y.Map<unknown>, id: string, message: string): void {
    this.counters.countLimited('document-items')
    const entry = root.get(id) as Y.Map<unknown>
    // Its map may be older than what makes it a node or an edge.
    if (authorOf(this.transaction, root, id) !== undefined) this.refuse(root, id, 'full', kind, id, message)
    else this.refuse(entry, kind === 'node' ? keys.placement : keys.source, 'full', kind, id, message)
    root.delete(id)
  }

  /** Why values that were there before cannot live with the entry's new type. */
  private clashOf(schema: Schema, kind: ItemKind, entry: Y.Map<unknown>, type: string): string | undefined {
    for (const key of entry.keys()) {
      if (!isUntouched(this.transaction, entry, key)) continue
      const violation = dataViolationOf(schema, kind, type, entry, key)
      if (violation !== undefined) return violation
    }
    return undefined
  }

  private takeBack(entry: Y.Map<unknown>, key: string, kind: ItemKind, id: string, violation: string): void {
    const before = valueBefore(this.transaction, entry, key)
    this.refuse(entry, key, 'schema', kind, id, violation)
    put(entry, key, before)
  }

  /** @param holder the map whose key names the author: the entry, or the root for an entry as a whole. */
  private refuse(
    holder: Y.Map<unknown>,
    key: string,
    reason: RefusedEdit['reason'],
    kind: ItemKind,
    id: string,
    message: string,
  ): void {
    const clientId = authorOf(this.transaction, holder, key)
    if (clientId === undefined || this.refusals.length >= roomLimits.refusalsPerTick) return
    this.refusals.push({ clientId, reason, kind, id, message })
  }
}

function dataViolationOf(
  schema: Schema,
  kind: ItemKind,
  type: string,
  entry: Y.Map<unknown>,
  key: string,
): string | undefined {
  if (!key.startsWith(dataPrefix) || !entry.has(key)) return undefined
  const value = entry.get(key)
  const plain = value instanceof Y.Text ? value.toJSON() : value
  return violationOf(schema, kind, type, key.slice(dataPrefix.length), plain)
}

function put(entry: Y.Map<unknown>, key: string, value: unknown): void {
  if (value !== undefined) entry.set(key, value)
  else if (entry.has(key)) entry.delete(key)
}
