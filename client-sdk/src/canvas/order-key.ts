import { base62CharSet, generateNJitteredKeysBetween } from 'fractional-indexing-jittered'

/** The library would make its table anew for every call. */
const charSet = base62CharSet()

/**
 * Fractional indexes in ascending order between two others; null is the end. Jittered, so that two people who do the same
 * at the same time do not get the same key. Never throws: a bound that is no fractional index (another client wrote it), or
 * that is not below the other, is left out, and the server gives duplicates new keys.
 */
export function orderKeysBetween(lower: string | null, upper: string | null, count: number): string[] {
  return (
    keysBetween(lower, upper, count) ??
    keysBetween(lower, null, count) ??
    keysBetween(null, upper, count) ??
    generateNJitteredKeysBetween(null, null, count, charSet)
  )
}

function keysBetween(lower: string | null, upper: string | null, count: number): string[] | undefined {
  try {
    return generateNJitteredKeysBetween(lower, upper, count, charSet)
  } catch {
    return undefined
  }
}
