import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  retryDelayMs,
  step,
  type ConnectionEvent,
  type ConnectionState,
} from '../../client-sdk/src/connection-state.ts'
import { closeCodes } from '../../client-sdk/src/protocol/close-codes.ts'

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
