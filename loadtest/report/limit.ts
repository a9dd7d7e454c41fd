import type { Verdict } from './run-report.ts'

/** What a verdict's `limit` says, such as `≤ 100 ms`: 100 and `ms`; undefined when it is a sentence. */
export function parseLimit(limit: string): { readonly value: number; readonly unit: string } | undefined {
  const [, value, unit] = /^[≤≥<>=]*\s*(-?[\d,]*\.?\d+)\s*(\S*)$/.exec(limit.trim()) ?? []
  return value === undefined ? undefined : { value: Number(value.replaceAll(',', '')), unit: unit ?? '' }
}

/** @returns the unit in which a verdict speaks, or none. */
export function unitOf({ limit }: Verdict): string {
  return parseLimit(limit)?.unit ?? ''
}

export function standing({ held, kind }: Verdict): 'broken' | 'missed' | 'held' {
  if (held) return 'held'
  return kind === 'floor' ? 'broken' : 'missed'
}
