/** Whether two selections count as the same, so that nothing is rendered anew. */
export type Equality<Selection> = (before: Selection, now: Selection) => boolean

/**
 * Compares arrays and plain objects by their elements, one level deep; everything else by Object.is.
 * @example useOthers((others) => others.map(({ profile }) => profile), shallowEqual)
 */
export function shallowEqual(before: unknown, now: unknown): boolean {
  if (Object.is(before, now)) return true
  if (typeof before !== 'object' || typeof now !== 'object' || before === null || now === null) return false
  if (Array.isArray(before) !== Array.isArray(now)) return false
  const keys = Object.keys(before)
  return (
    keys.length === Object.keys(now).length &&
    keys.every(
      (key) =>
        Object.hasOwn(now, key) &&
        Object.is((before as Record<string, unknown>)[key], (now as Record<string, unknown>)[key]),
    )
  )
}
