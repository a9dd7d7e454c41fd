import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { reportPage } from './report-page.ts'
import type { RunReport } from './run-report.ts'

/** Writes one run as one self-contained page, and makes the folder that it lies in. */
export function writeReport(report: RunReport, previous: RunReport | undefined, htmlFile: string): void {
  mkdirSync(dirname(htmlFile), { recursive: true })
  writeFileSync(htmlFile, reportPage([{ report, previous }]))
}
