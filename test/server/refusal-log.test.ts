import { expect, test } from 'vitest'
import { authLimits } from '../../server/src/auth/auth-limits.ts'
import { RefusalLog } from '../../server/src/auth/refusal-log.ts'

test('[AU12] the first refusal is told at once, a thousand more in one line of counts', () => {
  let nowMs = 5
  const lines: string[] = []
  const log = new RefusalLog(
    () => nowMs,
    (line) => lines.push(line),
  )
  log.add({ denial: 'unauthorized', reason: 'claims', detail: 'the user (sub) is missing' })
  for (let more = 0; more < 1_000; more++) log.add({ denial: 'unauthorized', reason: 'expired' })
  log.add({ denial: 'forbidden', reason: 'not this room' })
  log.sweep()
  expect(lines).toEqual(['refused a socket: unauthorized (claims: the user (sub) is missing)'])
  nowMs += authLimits.refusalLogMs
  log.sweep()
  log.sweep()
  expect(lines.slice(1)).toEqual([
    'refused more sockets: 1000 unauthorized (expired), 1 forbidden (not this room)',
  ])
  nowMs += authLimits.refusalLogMs
  log.sweep()
  expect(lines).toHaveLength(2)
})
