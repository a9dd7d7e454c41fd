import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { RunReport } from '../report/run-report.ts'

/** Writes the report, and keeps the one that was there as `<name>.last.json`. @returns the one that was there, if it can be read. */
export function writeReportFile(file: string, report: RunReport): RunReport | undefined {
  mkdirSync(dirname(file), { recursive: true })
  const previous = existsSync(file) ? file.replace(/(\.json)?$/, '.last.json') : undefined
  if (previous !== undefined) renameSync(file, previous)
  writeFileSync(file, `${JSON.stringify(report, undefined, 2)}\n`)
  return previous === undefined ? undefined : (JSON.parse(readFileSync(previous, 'utf8')) as RunReport)
}
