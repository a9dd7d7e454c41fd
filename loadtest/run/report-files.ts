import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { lastFileOf } from '../report/last-file.ts'
import { parseReport, reportText, UnreadableReport } from '../report/read-report.ts'
import type { RunReport } from '../report/run-report.ts'

/**
 * Writes the report, and keeps the one that was there as `<name>.last.json`.
 * @returns the one that was there, if it is a report that can be read
 */
export function writeReportFile(file: string, report: RunReport): RunReport | undefined {
  mkdirSync(dirname(file), { recursive: true })
  const last = lastFileOf(file)
  const isThere = existsSync(file)
  if (isThere) renameSync(file, last)
  writeFileSync(file, reportText(report))
  return isThere ? readIfReport(last) : undefined
}

/** A file of another format, or one that was cut off, is nothing to compare with and no reason to fail. */
function readIfReport(file: string): RunReport | undefined {
  try {
    return parseReport(readFileSync(file, 'utf8'), file)
  } catch (error) {
    if (error instanceof UnreadableReport) return undefined
    throw error
  }
}
