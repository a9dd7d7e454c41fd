import * as Y from 'yjs'
import { replaceText } from '../canvas/text.ts'
import type { Json } from '../json.ts'
import type { Before } from './before.ts'

/** A piece of a collaborative text with one formatting, as in Quill's delta format. */
export interface TextRun {
  readonly insert: string | Json
  readonly attributes?: { readonly [name: string]: Json }
}

/** The text as it is, or as it was before a transaction; the latter can be read of a deleted text too. */
export function runsOf(text: Y.Text, before?: Before): readonly TextRun[] {
  const runs: { insert: string | Json; attributes?: { readonly [name: string]: Json } }[] = []
  let attributes: { readonly [name: string]: Json } = {}
  const isThere = (item: Y.Item): boolean => (before ? before.had(item) : !item.deleted)
  // oxlint-disable-next-line no-underscore-dangle -- toDelta() knows only what is there now
  for (let item = text._start; item !== null; item = item.right) {
    if (!isThere(item)) continue
    const { content } = item
    if (content instanceof Y.ContentFormat)
      attributes = formatted(attributes, content.key, content.value as Json)
    else if (content instanceof Y.ContentString) {
      const last = runs.at(-1)
      if (
        last &&
        typeof last.insert === 'string' &&
        (last.attributes ?? none) === asRunAttributes(attributes)
      )
        last.insert += content.str
      else runs.push(withAttributes(content.str, attributes))
    } else if (content instanceof Y.ContentEmbed) runs.push(withAttributes(content.embed as Json, attributes))
  }
  return runs
}

/** Makes the text what the runs say, keeping what both have at the start and the end, so that cursors stay. */
export function applyRuns(text: Y.Text, runs: readonly TextRun[]): void {
  const [run] = runs
  const isPlain =
    runs.length === 0 || (runs.length === 1 && typeof run!.insert === 'string' && !run!.attributes)
  const now = runsOf(text)
  const wasPlain =
    now.length === 0 || (now.length === 1 && typeof now[0]!.insert === 'string' && !now[0]!.attributes)
  if (isPlain && wasPlain) {
    replaceText(text, run ? (run.insert as string) : '')
    return
  }
  if (text.length > 0) text.delete(0, text.length)
  text.applyDelta(runs as unknown as TextRun[])
}

const none: { readonly [name: string]: Json } = {}

function asRunAttributes(attributes: { readonly [name: string]: Json }): { readonly [name: string]: Json } {
  return Object.keys(attributes).length > 0 ? attributes : none
}

function withAttributes(
  insert: string | Json,
  attributes: { readonly [name: string]: Json },
): { insert: string | Json; attributes?: { readonly [name: string]: Json } } {
  return asRunAttributes(attributes) === none ? { insert } : { insert, attributes }
}

function formatted(
  attributes: { readonly [name: string]: Json },
  name: string,
  value: Json,
): { readonly [name: string]: Json } {
  const { [name]: _, ...others } = attributes
  return value === null ? others : { ...others, [name]: value }
}
