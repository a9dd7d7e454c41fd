import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  retryDelayMs,
  step,
  type ConnectionEvent,
  type ConnectionState,
} from '../../client-sdk/src/connection-state.ts'
import { closeCodes } from '../../client-sdk/src/protocol/close-codes.ts'
import { SeededRandom } from '../support/sim/seeded-random.ts'

const lost = (code: number, livedMs = 0, random = 0.5): ConnectionEvent => ({
  is: 'lost',
  code,
  reason: '',
  random,
  livedMs,
  again: false,
})

test('[CS1] a connection opens, says hello, and sends its outbox once synced', () => {
  const greeting = step({ is: 'connecting', attempt: 0 }, { is: 'opened' })
  expect(greeting).toEqual({ state: { is: 'greeting', attempt: 0 }, effects: [{ do: 'hello' }] })
  expect(step(greeting.state, { is: 'synced' })).toEqual({
    state: { is: 'live', attempt: 0 },
    effects: [{ do: 'resend' }],
  })
})

test('[CS2] a loss waits with full jitter and then opens again', () => {
  const waiting = step({ is: 'live', attempt: 0 }, lost(1006))
  expect(waiting).toEqual({ state: { is: 'waiting', attempt: 1 }, effects: [{ do: 'wait', delayMs: 250 }] })
  expect(step(waiting.state, { is: 'retry' }).effects).toEqual([{ do: 'stop-waiting' }, { do: 'open' }])
})

test('[CS3] a connection that lived starts counting anew, one that died at once does not', () => {
  expect(step({ is: 'live', attempt: 6 }, lost(1006, 60_000)).state).toEqual({ is: 'waiting', attempt: 1 })
  expect(step({ is: 'live', attempt: 6 }, lost(1006, 100)).state).toEqual({ is: 'waiting', attempt: 7 })
})

test.each(Object.entries(closeCodes))('[CS4] close code %s is obeyed', (name, { code, retry }) => {
  const { state } = step({ is: 'live', attempt: 0 }, lost(code))
  if (retry) expect(state.is).toBe('waiting')
  else expect(state).toEqual({ is: 'closed', code, reason: name })
})

test('[CS5] delays never exceed their cap and use all of their range', () => {
  fc.assert(
    fc.property(fc.nat(50), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, random) => {
      const delay = retryDelayMs(attempt, 1006, random)
      expect(delay).toBeGreaterThanOrEqual(0)
      expect(delay).toBeLessThanOrEqual(Math.min(30_000, 500 * 2 ** attempt))
    }),
  )
  const spread = Array.from({ length: 1000 }, (_, index) =>
    retryDelayMs(0, closeCodes.draining.code, index / 1000),
  )
  expect(Math.max(...spread) - Math.min(...spread)).toBeGreaterThan(1_900)
})

test('[CS6] closed is the end: no event leads out of it or does anything', () => {
  const closed: ConnectionState = { is: 'closed', code: 1000, reason: '' }
  const events: ConnectionEvent[] = [
    { is: 'opened' },
    { is: 'synced' },
    lost(1006),
    { is: 'retry' },
    { is: 'close' },
  ]
  for (const event of events) expect(step(closed, event)).toEqual({ state: closed, effects: [] })
})

test('[CS7] closing while waiting stops the wait; closing while live drops the socket', () => {
  expect(step({ is: 'waiting', attempt: 3 }, { is: 'close' }).effects).toEqual([{ do: 'stop-waiting' }])
  expect(step({ is: 'live', attempt: 0 }, { is: 'close' }).effects).toEqual([
    { do: 'drop', reason: 'closed' },
  ])
})

test.each([
  ['whose server died', 1006, 500],
  ['that a drain sent away', closeCodes.draining.code, 2_000],
])(
  '[CS8] a thousand clients %s come back spread over all of the time, wave after wave',
  (_, code, firstMs) => {
    const { next } = new SeededRandom(8)
    let states: ConnectionState[] = Array.from({ length: 1_000 }, () => ({ is: 'live', attempt: 0 }))
    for (let wave = 0; wave < 8; wave++) {
      // What does not get through any more is told by the transport.
      const after = wave === 0 ? code : 1006
      const capMs = Math.min(30_000, (wave === 0 ? firstMs : 500) * 2 ** wave)
      const tenths = Array.from({ length: 10 }, () => 0)
      states = states.map((state) => {
        const { state: waiting, effects } = step(state, lost(after, 0, next()))
        const [wait] = effects
        if (wait?.do !== 'wait') throw new Error(`it does not wait in wave ${wave}`)
        tenths[Math.floor((wait.delayMs * 10) / capMs)]!++
        return step(waiting, { is: 'retry' }).state
      })
      // A hundred each, and nobody all at once: four standard deviations.
      for (const count of tenths) expect(Math.abs(count - 100)).toBeLessThan(40)
    }
  },
)
