import type { Workload } from './peer-report.ts'

export function describeWorkload({ rate, cursorHz }: Workload): string {
  const updates = `${rate.toLocaleString('en')} updates/s`
  return cursorHz > 0 ? `${updates} and everybody's cursor at ${cursorHz} Hz` : updates
}

/** Such as `1000`, or `500@1` with everybody's cursor at 1 Hz; undefined for anything else. */
export function parseWorkload(text: string): Workload | undefined {
  const [, rate, cursorHz] = /^(\d+)(?:@(\d+(?:\.\d+)?))?$/.exec(text) ?? []
  if (rate === undefined || Number(rate) === 0) return undefined
  return { rate: Number(rate), cursorHz: Number(cursorHz ?? 0) }
}
