import { isOrderKey, orderKeysBetween as keysBetween } from '../model/order-key.ts'

/**
 * Fractional indexes in ascending order between two others; null is the end. Jittered, so that two people who do the same
 * at the same time do not get the same key. Never throws: a bound that is no fractional index (another client wrote it), or
 * that is not below the other, is left out, and the server gives duplicates new keys.
 */
export function orderKeysBetween(lower: string | null, upper: string | null, count: number): string[] {
  const low = isOrderKey(lower) ? lower : undefined
  const high = isOrderKey(upper) && (low === undefined || low < upper) ? upper : undefined
  return keysBetween(low, high, count, Math.random)
}
