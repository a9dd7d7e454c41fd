import { expect, test } from 'vitest'
import { Addresses } from '../../server/src/admission/addresses.ts'
import { admissionLimits } from '../../server/src/admission/admission-limits.ts'
import { Entrance } from '../../server/src/admission/entrance.ts'
import { TokenBucket } from '../../server/src/admission/token-bucket.ts'
import { Counters } from '../../server/src/room/counters.ts'

test('[AD4] however many addresses come, only so many without a socket are remembered, and those with one are never forgotten', () => {
  const addresses = new Addresses({ ...admissionLimits, rememberedAddresses: 100 })
  const held = addresses.of('held', 0)
  addresses.opened('held', held)
  for (let index = 0; index < 10_000; index++) addresses.of(`passer-by ${index}`, 1)
  expect(addresses.size).toBe(101)
  expect(addresses.of('held', 2)).toBe(held)
  // Whoever was seen last is remembered the longest.
  const last = addresses.of('passer-by 9900', 2)
  for (let index = 0; index < 99; index++) addresses.of(`another ${index}`, 2)
  expect(addresses.of('passer-by 9900', 2)).toBe(last)
})

test('[AD4] whoever has closed its last socket is forgotten after a minute, and not before', () => {
  const addresses = new Addresses(admissionLimits)
  const account = addresses.of('a', 0)
  addresses.opened('a', account)
  addresses.opened('a', account)
  addresses.closed('a', account, 1_000)
  addresses.sweep(200_000)
  expect(addresses.size).toBe(1)
  addresses.closed('a', account, 200_000)
  addresses.sweep(259_999)
  expect(addresses.of('a', 259_999)).toBe(account)
  addresses.sweep(320_000)
  expect(addresses.size).toBe(0)
})

test('[AD5] a TCP connection is cut by twice the rate at which sockets are refused, before a handshake', () => {
  const counters = new Counters()
  const clock = { now: () => 0 }
  const entrance = new Entrance({ ...admissionLimits, addressOpens: 2 }, clock, counters, () => undefined)
  const came = Array.from({ length: 150 }, () => entrance.connects('203.0.113.9'))
  expect(came.filter(Boolean)).toHaveLength(100)
  expect(entrance.connects('203.0.113.10')).toBe(true)
  expect(entrance.connects(undefined)).toBe(true)
  expect(counters.limited.get('address-connections')).toBe(50)
})

test('[AD6] whoever is refused is told of in the log once a minute at most, with what to do', () => {
  let nowMs = 0
  const told: string[] = []
  const entrance = new Entrance(
    { ...admissionLimits, addressSockets: 1 },
    { now: () => nowMs },
    new Counters(),
    (message) => told.push(message),
  )
  for (let count = 0; count < 10; count++) entrance.enter('203.0.113.9')
  expect(told).toEqual([
    'sockets of 203.0.113.9 are refused (address-sockets); a proxy of yours belongs into COPLANE_TRUSTED_PROXIES',
  ])
  nowMs = 60_000
  entrance.enter('203.0.113.9')
  expect(told).toHaveLength(2)
})

test('[AD7] a bucket gives back what time brings, never more than it holds, and without a limit everything at any time', () => {
  const bucket = new TokenBucket(2, 4, 0)
  const taken = (nowMs: number, count: number): number =>
    Array.from({ length: count }, () => bucket.take(nowMs)).filter(Boolean).length
  expect([taken(0, 10), taken(499, 10), taken(500, 10), taken(1_500, 10), taken(100_000, 10)]).toEqual([
    4, 0, 1, 2, 4,
  ])
  const endless = new TokenBucket(Infinity, Infinity, 0)
  expect([endless.take(0), endless.take(0), endless.take(1)]).toEqual([true, true, true])
})
