import { expect, test } from 'vitest'
import { parsePeers } from '../../loadtest/report/read-report.ts'
import { reportPage } from '../../loadtest/report/report-page.ts'
import { madeUpPeers } from './made-up-peers.ts'
import { madeUpReport } from './made-up-report.ts'

const peers = parsePeers(JSON.stringify(madeUpPeers()), 'peers.json')

test('[LR8] a comparison with peers is read as the comparison writes it', () => {
  expect(peers.rows.map(({ subject, outcome }) => [subject, outcome.is])).toEqual([
    ['coplane-stock', 'measured'],
    ['hocuspocus', 'measured'],
    ['y-websocket', 'collapsed'],
  ])
  expect(peers.rows[1]?.ratios).toEqual({ p95: 2.5, cpu: 1.8, join: NaN })
  expect(peers.verdicts).toEqual(madeUpPeers().verdicts)
  expect(() => parsePeers('{"format": 1}', 'peers.json')).toThrow(/^peers\.json is not such a report: /)
})

test('[LR8] a page shows ratios, and says which peer collapsed and which claim is broken', () => {
  const page = reportPage([], peers)
  expect(page).toContain('2.50\u{202f}×')
  expect(page).toContain('collapsed: it delivered 12 % in time')
  expect(page).toContain('1 broken')
  expect(page).not.toMatch(/NaN|undefined|Infinity|\[object/)
})

test('[LR8] runs and peers are chapters of one page, each with its link', () => {
  const page = reportPage([{ report: madeUpReport(), previous: undefined }], peers)
  const links = [...page.matchAll(/<a href="#([^"]+)"/g)].map(([, id]) => id!)
  expect(links).toEqual(['grid-1', 'peers'])
  for (const id of links) expect(page).toContain(`id="${id}"`)
})
