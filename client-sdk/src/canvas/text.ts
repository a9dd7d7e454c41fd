import type * as Y from 'yjs'

/**
 * Writes only where the two differ: what others type elsewhere in the text stays, and so do cursors in it.
 * @returns whether they did.
 */
export function replaceText(text: Y.Text, wanted: string): boolean {
  // oxlint-disable-next-line typescript/no-base-to-string -- Y.Text has a toString of its own.
  const now = text.toString()
  if (now === wanted) return false
  let start = 0
  const shorter = Math.min(now.length, wanted.length)
  while (start < shorter && now.charCodeAt(start) === wanted.charCodeAt(start)) start++
  // Never between the halves of a surrogate pair: Yjs would store a broken character.
  if (start > 0 && isHighSurrogate(now.charCodeAt(start - 1))) start--
  let end = 0
  while (
    end < shorter - start &&
    now.charCodeAt(now.length - 1 - end) === wanted.charCodeAt(wanted.length - 1 - end)
  )
    end++
  if (end > 0 && isLowSurrogate(now.charCodeAt(now.length - end))) end--
  if (now.length - start - end > 0) text.delete(start, now.length - start - end)
  if (wanted.length - start - end > 0) text.insert(start, wanted.slice(start, wanted.length - end))
  return true
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff
}
