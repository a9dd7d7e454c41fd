import { expect, test } from 'vitest'
import { runSlowConsumers } from '../../loadtest/slow-readers/run-slow-consumers.ts'
import { slowCells } from '../../loadtest/slow-readers/slow-cell.ts'

const main = new URL('../../server/dist/main.js', import.meta.url).pathname
/** Timings are those of a machine that does other things as well, so that only the load test itself judges them. */
const timed = /P95/

const above = slowCells().find(({ name }) => name === 'frames_above_16k')!
const short = { warmUpSeconds: 1, calmSeconds: 1, slowSeconds: 9 }

// The kernel takes up to ten megabytes of each reader's before the server sees that it is slow.
test.each([
  [
    'one room',
    {
      ...above,
      ...short,
      readers: { steady: 8, pausing: 2, trickling: 2, never: 1 },
      writers: 4,
      editBytes: 60_000,
    },
  ],
  [
    'three rooms of one process',
    {
      ...above,
      ...short,
      rooms: 3,
      readers: { steady: 3, pausing: 1, trickling: 1, never: 1 },
      writers: 2,
      editBytes: 60_000,
      cursorRate: 8,
    },
  ],
])(
  '[LT-SR10] slow readers of %s are resynced in place, and every frame of theirs is accounted for',
  async (_, load) => {
    const { cells, fault } = await runSlowConsumers({
      stopped: new Promise(() => undefined),
      server: main,
      seed: 1,
      cells: [load],
    })
    expect(fault).toBeUndefined()
    const [cell] = cells
    expect(cell!.verdicts.filter(({ what, held }) => !held && !timed.test(what))).toEqual([])
    expect(cell!.ledger).toMatchObject({ agrees: true, document: { gaps: 0 } })
    expect(cell!.ledger.document.skipped).toBeGreaterThan(0)
    expect(cell!.ledger.document.received).toBe(cell!.ledger.document.sent)
    // One of each habit and room keeps what its document is made of.
    expect(cell!.oracle).toEqual({ clients: 4 * load.rooms, equal: true })
    expect(cell!.editSeen.count).toBeGreaterThan(1_000)
  },
)
