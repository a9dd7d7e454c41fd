import { expect, test } from 'vitest'
import { compare } from '../../loadtest/report/comparison.ts'
import { madeUpReport } from './made-up-report.ts'

const now = madeUpReport(1)

test('[LR6] the same run twice is 1 × everywhere', () => {
  const found = compare(now, now)
  if ('refused' in found) throw new Error(found.refused)
  expect(found.rows.length).toBeGreaterThan(9 * 5)
  expect(found.rows.filter(({ ratio }) => ratio !== 1)).toEqual([])
})

test('[LR6] a figure is divided by the one of the cell of that name', () => {
  const [cell, ...others] = now.cells
  const slower = { ...cell!, editSeen: { ...cell!.editSeen, p95: cell!.editSeen.p95 * 2 } }
  const found = compare({ ...now, cells: [...others, slower] }, now)
  if ('refused' in found) throw new Error(found.refused)
  const changed = found.rows.filter(({ ratio }) => ratio !== 1)
  expect(changed.map(({ what, ratio }) => [what, ratio])).toEqual([['edit → seen P95', 2]])
})

test.each(['cpu', 'cores', 'kernel', 'node'] as const)(
  '[LR6] nothing is compared with a machine of another %s',
  (field) => {
    const other = { ...now, machine: { ...now.machine, [field]: field === 'cores' ? 64 : 'another' } }
    expect(compare(now, other)).toEqual({
      refused: `Not compared: the last run was made on another machine (${field}).`,
    })
  },
)

test('[LR6] nothing is compared with a run that was set up otherwise', () => {
  const shared = { ...now, machine: { ...now.machine, placement: 'shared' }, settings: { TICK: '8' } }
  expect(compare(now, shared)).toEqual({
    refused: 'Not compared: the last run was set up otherwise (placement, HOLD_S, TICK).',
  })
})

test('[LR6] nothing is compared with a run that was interrupted, or with none', () => {
  expect(compare(now, { ...now, complete: false })).toHaveProperty('refused')
  expect(compare(now, undefined)).toHaveProperty('refused')
})
