import { describe, expect, test } from 'vitest'
import { BadPath, segmentBytes } from '../../loadtest/bad-network/bad-path.ts'
import { DueWheel, type Due } from '../../loadtest/bad-network/due-wheel.ts'
import { parseNetworkOptions } from '../../loadtest/bad-network/network-options.ts'
import { seededRandom } from '../../loadtest/driver/random.ts'

const quiet = { delayMs: 50, jitterMs: 0, loss: 0, stall: undefined }

describe('a bad path', () => {
  test('[LT-BN1] without jitter and loss everything takes the delay', () => {
    const path = new BadPath(quiet, seededRandom(1))
    expect([0, 10, 2_000].map((now) => path.arrivalMs(now, 500))).toEqual([50, 60, 2_050])
  })

  test('[LT-BN2] nothing overtakes what was sent before it, whatever jitter and loss do', () => {
    const path = new BadPath({ ...quiet, jitterMs: 40, loss: 0.05 }, seededRandom(2))
    let last = 0
    for (let now = 0; now < 20_000; now += 5) {
      const arrival = path.arrivalMs(now, 500)
      expect(arrival).toBeGreaterThanOrEqual(Math.max(last, now + 50))
      last = arrival
    }
    expect(path.lost).toBeGreaterThan(100)
  })

  test.each([
    ['a busy stream: a round trip and three pieces', 20, 100 + 3 * 20],
    ['a thin stream: the timer', 1_000, 200],
  ])(
    '[LT-BN3] a lost segment holds up what follows for as long as TCP takes to notice; %s',
    (_, everyMs, stallMs) => {
      const fates: number[] = []
      const path = new BadPath({ ...quiet, loss: 0.01 }, () => fates.shift() ?? 1)
      let now = 0
      for (; now < 200_000; now += everyMs) path.arrivalMs(now, 500)
      expect(path.lost).toBe(0)
      // Of its jitter, its first sending and its second only the first sending fails.
      fates.push(1, 0, 1)
      expect(path.arrivalMs(now, 500) - now - 50).toBeCloseTo(stallMs, 3)
      expect(path.arrivalMs(now + 1, 500) - now - 50).toBeCloseTo(stallMs, 3)
      expect(path.lost).toBe(1)
    },
  )

  test('[LT-BN4] the share of lost segments is what was asked for', () => {
    const path = new BadPath({ ...quiet, loss: 0.01 }, seededRandom(3))
    for (let now = 0; now < 1_000; now++) path.arrivalMs(now, 100 * segmentBytes)
    expect(path.lost / 100_000).toBeGreaterThan(0.009)
    expect(path.lost / 100_000).toBeLessThan(0.0115)
  })

  test('[LT-BN5] nothing arrives during a stall, and everything at its end', () => {
    const path = new BadPath({ ...quiet, stall: { fromMs: 1_000, toMs: 3_000 } }, seededRandom(4))
    expect([900, 960, 2_000, 2_949, 2_990].map((now) => path.arrivalMs(now, 10))).toEqual([
      950, 3_000, 3_000, 3_000, 3_040,
    ])
  })
})

describe('the wheel', () => {
  test('[LT-BN6] calls each thing when it is due and not before, also far beyond its span', () => {
    const wheel = new DueWheel(0)
    const calls: string[] = []
    const thing = (name: string, times: number[]): Due => ({
      due: (now) => {
        while (times.length > 0 && times[0]! <= now) calls.push(`${name}@${times.shift()} at ${now}`)
        return times[0]
      },
    })
    wheel.add(thing('a', [3, 7, 7]), 3)
    wheel.add(thing('b', [10_000]), 10_000)
    for (let now = 0; now <= 10_010; now += 5) wheel.turn(now)
    expect(calls).toEqual(['a@3 at 5', 'a@7 at 10', 'a@7 at 10', 'b@10000 at 10000'])
  })
})

describe('the options', () => {
  test('[LT-BN7] what is not given is the network of the report', () => {
    expect(parseNetworkOptions('{"target":8080}')).toMatchObject({
      target: 8080,
      leastDelayMs: 20,
      mostDelayMs: 200,
      loss: 0.01,
      stallMs: 2_000,
    })
  })

  test.each([
    ['nonsense', /not JSON/],
    ['[]', /one JSON object/],
    ['{}', /target has to be a number/],
    ['{"target":1,"los":0.5}', /no option los/],
    ['{"target":1,"loss":1}', /loss has to be below 1/],
    ['{"target":1,"leastDelayMs":300}', /a range has to end/],
  ])('[LT-BN8] options that mean nothing are refused in one sentence: %s', (json, message) => {
    expect(() => parseNetworkOptions(json)).toThrow(message)
  })
})
