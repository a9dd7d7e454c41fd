/* eslint-disable no-underscore-dangle -- What Yjs 13 keeps in its types, and has no other name for. */
import type * as Y from 'yjs'

type Type = Y.AbstractType<unknown>

/** The item that the type is in; null for a root. */
export function itemOf(type: Type): Y.Item | null {
  return type._item
}

/** The first item of the type, or the first ever written under a key. */
export function firstOf(type: Type, key: string | null | undefined): Y.Item | null {
  if (key === undefined || key === null) return type._start
  let first = type._map.get(key) ?? null
  while (first?.left) first = first.left
  return first
}

/** Whether nothing was ever put into it. */
export function isUntouched(type: Type): boolean {
  return type._start === null && type._map.size === 0
}
