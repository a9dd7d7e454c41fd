import type { z } from 'zod'
import { peerReportSchema, type PeersShown } from './peer-report-schema.ts'
import type { RunReport } from './run-report.ts'
import { runReportSchema } from './run-report-schema.ts'

/** Nobody can use what is in a report's file; the message says so to the one who named it. */
export class UnreadableReport extends Error {
  override readonly name = 'UnreadableReport'
}

/**
 * @param text JSON that anybody may have written
 * @param source what the message calls it, such as its path
 * @throws UnreadableReport with one sentence
 */
export function parseReport(text: string, source: string): RunReport {
  return parseJson(text, source, runReportSchema)
}

/** @throws UnreadableReport with one sentence */
export function parsePeers(text: string, source: string): PeersShown {
  return parseJson(text, source, peerReportSchema)
}

/** @throws UnreadableReport with one sentence that names the first fields that do not fit. */
export function parseJson<Value>(text: string, source: string, schema: z.ZodType<Value>): Value {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new UnreadableReport(`${source} is not JSON`)
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const { issues } = parsed.error
  const told = issues
    .slice(0, 3)
    .map(({ path, message }) => `${path.map(String).join('.') || 'all'}: ${message}`)
  const more = issues.length > told.length ? `; and ${issues.length - told.length} more` : ''
  throw new UnreadableReport(`${source} is not such a report: ${told.join('; ')}${more}`)
}

/** @returns JSON with null for NaN, which `parseReport` reads back. */
export function reportText(report: RunReport): string {
  return `${JSON.stringify(report, undefined, 1)}\n`
}
