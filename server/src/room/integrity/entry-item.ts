import type * as Y from 'yjs'

/**
 * What the open transaction did to one key of a map. Yjs answers that only after a transaction, in its events; a repair has
 * to know before, so this file alone reads the structs that those events are made of.
 */
function itemAt(map: Y.Map<unknown>, key: string): Y.Item | undefined {
  // eslint-disable-next-line no-underscore-dangle
  return map._map.get(key)
}

function isNew(transaction: Y.Transaction, item: Y.Item): boolean {
  return item.id.clock >= (transaction.beforeState.get(item.id.client) ?? 0)
}

/** The struct that holds a nested type; its `parentSub` is the type's key in its parent. */
export function itemOf(type: unknown): Y.Item | null {
  // eslint-disable-next-line no-underscore-dangle
  return (type as Y.AbstractType<unknown>)._item
}

/** Whether the key holds the very value that it held before the transaction. */
export function isUntouched(transaction: Y.Transaction, map: Y.Map<unknown>, key: string): boolean {
  const item = itemAt(map, key)
  return item !== undefined && !item.deleted && !isNew(transaction, item)
}

/** The client that wrote the key's value in this transaction; of a value that is older or deleted nobody is the author. */
export function authorOf(transaction: Y.Transaction, map: Y.Map<unknown>, key: string): number | undefined {
  const item = itemAt(map, key)
  return item && !item.deleted && isNew(transaction, item) ? item.id.client : undefined
}

/** What the key held before the transaction; undefined for nothing, and for nested types, which cannot be put back. */
export function valueBefore(transaction: Y.Transaction, map: Y.Map<unknown>, key: string): unknown {
  let item: Y.Item | null | undefined = itemAt(map, key)
  while (item && isNew(transaction, item)) item = item.left
  // What earlier transactions deleted has lost its content by now.
  const value: unknown = item?.content.getContent().at(-1)
  return isPlain(value) ? value : undefined
}

function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
