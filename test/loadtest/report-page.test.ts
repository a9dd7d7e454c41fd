import { describe, expect, test } from 'vitest'
import { seededRandom } from '../../loadtest/driver/random.ts'
import { reportPage } from '../../loadtest/report/report-page.ts'
import type { RunReport } from '../../loadtest/report/run-report.ts'
import { madeUpCell, madeUpPage, madeUpReport } from './made-up-report.ts'

const random = seededRandom(5)
const pages = [true, false].map((culling) => madeUpPage(random, 'react-flow', 10_000, culling))
const pageOf = (report: RunReport, previous?: RunReport): string => reportPage([{ report, previous }])
const page = pageOf(madeUpReport(1, { pages }), madeUpReport(2, { pages }))

test('[LR3] the page needs nothing but itself', () => {
  expect(page).not.toMatch(/<script|<link|@import|url\(|src=|https?:/i)
})

test('[LR3] what a report says is text and never markup', () => {
  const hostile = '<script>alert("1")</script>'
  const cell = { ...madeUpCell(random, 100, 100), name: hostile, profile: hostile }
  const text = pageOf(
    madeUpReport(1, {
      commit: hostile,
      cells: [cell, { ...cell, name: 'other' }],
      machine: { ...madeUpReport().machine, cpu: hostile, placement: hostile },
    }),
  )
  expect(text).not.toContain('<script')
  expect(text).toContain('&lt;script&gt;')
})

test('[LR3] every figure has a row header, every chart words for those who do not see it', () => {
  const rows = page.match(/<tbody>[\s\S]*?<\/tbody>/g)!.flatMap((body) => body.match(/<tr>/g) ?? [])
  expect(page.match(/<th scope="row">/g)).toHaveLength(rows.length)
  const charts = page.match(/<svg /g)!
  expect(page.match(/<svg [^>]*role="img" aria-label="[^"]{20,}"/g)).toHaveLength(charts.length)
  expect(charts.length).toBeGreaterThan(9)
})

describe('[LR4] what was broken stands first', () => {
  const verdict = (what: string, held: boolean, kind: 'floor' | 'goal') =>
    ({ what, value: 120, limit: '≤ 100 ms', held, kind }) as const
  const cell = {
    ...madeUpCell(random, 1_000, 1_000),
    verdicts: [
      verdict('held one', true, 'floor'),
      verdict('missed one', false, 'goal'),
      verdict('broken one', false, 'floor'),
    ],
  }
  const text = pageOf(madeUpReport(1, { cells: [cell] }))

  test('[LR4] broken floors, then missed goals, then what held', () => {
    const order = ['broken one', 'missed one', 'held one'].map((what) => text.indexOf(what))
    expect(order).toEqual([...order].sort((a, b) => a - b))
    expect(order[0]).toBeGreaterThan(0)
    expect(text).toContain('1 broken')
  })

  test('[LR4] an interrupted run says so', () => {
    expect(pageOf(madeUpReport(1, { complete: false }))).toContain('interrupted')
    expect(page).not.toContain('interrupted')
  })

  test('[LR4] a ledger that does not agree says so', () => {
    const odd = { ...cell, ledger: { ...cell.ledger, agrees: false } }
    expect(pageOf(madeUpReport(1, { cells: [odd] }))).toContain('>differs<')
    expect(page).not.toContain('>differs<')
  })
})

test('[LR5] a run with nothing measured is a page without figures, not a failure', () => {
  const empty = pageOf(madeUpReport(1, { cells: [], pages: [], complete: false }))
  expect(empty).toContain('</html>')
  const none = { p50: NaN, p95: NaN, p99: NaN, max: NaN, count: 0 }
  const bare = { ...madeUpCell(random, 100, 100), editSeen: none, join: none, series: [], verdicts: [] }
  const text = pageOf(madeUpReport(1, { cells: [bare] }))
  expect(text).not.toMatch(/NaN|undefined|Infinity/)
})

test('[LR5] no page shows a number that is none', () => {
  expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/)
})
