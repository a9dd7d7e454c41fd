import * as Y from 'yjs'
import type { Json } from '../json.ts'
import type { Before } from './before.ts'
import { runsOf, type TextRun } from './text-run.ts'

/** The value of one key as plain data, which outlives the document's own objects: JSON, or a collaborative text. */
export type Stored = { readonly json: Json } | { readonly text: readonly TextRun[] }

/** All keys of one node or edge. */
export type StoredEntry = ReadonlyMap<string, Stored>

/** @returns undefined for absence, and for a nested type other than a text, which no key of the canvas holds. */
export function storedOf(value: unknown, before?: Before): Stored | undefined {
  if (value instanceof Y.Text) return { text: runsOf(value, before) }
  if (value === undefined || value instanceof Y.AbstractType) return undefined
  return { json: value as Json }
}

/** The entry as it is, or as it was before a transaction. */
export function storedEntryOf(entry: Y.Map<unknown>, before?: Before): StoredEntry {
  const all = new Map<string, Stored>()
  for (const [key, value] of before ? before.entries(entry) : entry.entries()) {
    const stored = storedOf(value, before)
    if (stored) all.set(key, stored)
  }
  return all
}

/** A new value for the document. */
export function unstored(stored: Stored): unknown {
  if ('json' in stored) return stored.json
  const text = new Y.Text()
  text.applyDelta(stored.text as unknown as TextRun[])
  return text
}

/** About how many bytes of memory the data holds: two per character and 16 per value, the order of what V8 takes. */
export function weightOf(value: unknown): number {
  if (typeof value === 'string') return 16 + value.length * 2
  if (typeof value !== 'object' || value === null) return 16
  let sum = 32
  const entries = value instanceof Map ? (value as StoredEntry).entries() : Object.entries(value)
  for (const [key, item] of entries) sum += key.length * 2 + weightOf(item)
  return sum
}
