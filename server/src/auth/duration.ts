const unitS = { s: 1, m: 60, h: 3_600, d: 86_400 } as const

/** A time as people write it: a whole number and its unit, such as `'15m'`. */
export type Duration = `${number}${keyof typeof unitS}`

/** @returns seconds, or undefined for what is no duration. */
export function parseDuration(text: string): number | undefined {
  const [, count, unit] = /^([1-9]\d{0,8})([smhd])$/.exec(text) ?? []
  return count === undefined ? undefined : Number(count) * unitS[unit as keyof typeof unitS]
}
