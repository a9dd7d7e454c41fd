import { describe, expect, test } from 'vitest'
import { parseReport, reportText, UnreadableReport } from '../../loadtest/report/read-report.ts'
import { madeUpReport } from './made-up-report.ts'

const good = madeUpReport()

test('[LR1] a report is the same after being written and read', () => {
  expect(parseReport(reportText(good), 'good.json')).toEqual(good)
})

test('[LR1] what was not measured is null in JSON and NaN in the program', () => {
  const cell = { ...good.cells[0]!, editSeen: { p50: NaN, p95: NaN, p99: NaN, max: NaN, count: 0 } }
  const report = { ...good, cells: [cell] }
  const text = reportText(report)
  expect(text).toContain('"p95": null')
  expect(parseReport(text, 'x').cells[0]?.editSeen.p95).toBeNaN()
  expect(parseReport(text, 'x')).toEqual(report)
})

test('[LR1] what is undefined is absent in JSON and undefined again', () => {
  const report = {
    ...good,
    commit: undefined,
    cells: good.cells.map((cell) => ({ ...cell, oracle: undefined })),
  }
  expect(reportText(report)).not.toContain('"commit"')
  expect(parseReport(reportText(report), 'x')).toEqual(report)
})

describe('[LR2] a file that is no report is refused in one sentence that names the file', () => {
  const refused = (text: string): string => {
    try {
      parseReport(text, 'bad.json')
    } catch (error) {
      expect(error).toBeInstanceOf(UnreadableReport)
      return (error as Error).message
    }
    throw new Error('it was read')
  }

  test('[LR2] text that is not JSON', () => {
    expect(refused('{"format": 1,')).toBe('bad.json is not JSON')
  })

  test('[LR2] JSON of something else', () => {
    expect(refused('[]')).toMatch(/^bad\.json is not such a report: all: [^\n]+$/)
  })

  test('[LR2] another format', () => {
    expect(refused(reportText({ ...good, format: 2 as 1 }))).toMatch(/format: /)
  })

  test('[LR2] a field deep inside', () => {
    const text = reportText(good).replace('"gaps": 0', '"gaps": "none"')
    expect(refused(text)).toMatch(/cells\.0\.ledger\.document\.gaps: /)
  })

  test('[LR2] many faults are counted, not listed', () => {
    expect(refused('{"format": 1}')).toMatch(/; and \d+ more$/)
  })
})
