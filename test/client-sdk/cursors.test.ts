import { beforeEach, expect, test } from 'vitest'
import type { Environment } from '../../client-sdk/src/environment.ts'
import { FrameLoop } from '../../client-sdk/src/frame-loop.ts'
import { Cursors } from '../../client-sdk/src/live/cursors.ts'
import { VirtualClock } from '../support/sim/virtual-clock.ts'

let clock: VirtualClock
let cursors: Cursors
let told: number
beforeEach(() => {
  clock = new VirtualClock()
  const environment = {
    now: () => clock.now(),
    after: (delayMs: number, run: () => void) => clock.after(delayMs, run),
    onFrame: (run: () => void) => void clock.after(16, run),
  } as unknown as Environment
  const profiles = new Map([1, 2].map((member) => [member, { name: `m${member}` }]))
  cursors = new Cursors(environment, new FrameLoop(environment), (member) => profiles.get(member))
  told = 0
  cursors.subscribe(() => told++)
})

function opacity(): number | undefined {
  return cursors.sample(clock.now())[0]?.opacity
}

test('[CU1] a cursor is painted on its way between its last two samples, with its member’s profile', async () => {
  cursors.moved(1, 0, 0)
  await clock.pass(50)
  cursors.moved(1, 100, 40)
  await clock.pass(25)
  expect(cursors.isMoving(clock.now())).toBe(true)
  expect(cursors.sample(clock.now())).toEqual([
    { member: 1, x: 50, y: 20, opacity: 1, profile: { name: 'm1' } },
  ])
  await clock.pass(25)
  expect(cursors.sample(clock.now())).toMatchObject([{ x: 100, y: 40 }])
  expect(cursors.isMoving(clock.now())).toBe(false)
})

test('[CU2] sampling allocates neither the array nor what is in it', () => {
  cursors.moved(1, 0, 0)
  cursors.moved(2, 5, 5)
  const [first] = [...cursors.sample(0)]
  expect(cursors.sample(1)).toBe(cursors.sample(2))
  expect(cursors.sample(3)[0]).toBe(first)
  cursors.gone(1)
  expect(cursors.sample(4).map(({ member }) => member)).toEqual([2])
})

test('[CU3] a cursor at rest fades from 3 seconds on and is hidden after a minute', async () => {
  cursors.moved(1, 0, 0)
  await clock.pass(2_999)
  expect(opacity()).toBe(1)
  await clock.pass(501)
  expect(opacity()).toBeCloseTo(0.7)
  expect(cursors.isMoving(clock.now())).toBe(true)
  await clock.pass(500)
  expect(opacity()).toBeCloseTo(0.4)
  expect(cursors.isMoving(clock.now())).toBe(false)
  await clock.pass(55_999)
  expect(opacity()).toBeCloseTo(0.4)
  await clock.pass(1)
  expect(opacity()).toBeUndefined()
  cursors.moved(1, 5, 5)
  expect(opacity()).toBe(1)
})

test('[CU4] painters are woken when a cursor moves, starts to fade and is hidden, and at no other time', async () => {
  cursors.moved(1, 0, 0)
  await clock.pass(2_000)
  expect(told).toBe(1)
  await clock.pass(2_000)
  expect(told).toBe(2)
  await clock.pass(55_000)
  expect(told).toBe(2)
  await clock.pass(2_000)
  expect(told).toBe(3)
  expect(clock.pending).toBe(0)
})

test('[CU5] a cursor that goes on moving is not woken for', async () => {
  for (let step = 0; step < 100; step++) {
    cursors.moved(1, step, 0)
    await clock.pass(50)
  }
  expect(told).toBeLessThanOrEqual(102)
})

test('[CU6] the cursor of a member that is not known is not painted', () => {
  cursors.moved(9, 0, 0)
  expect(cursors.sample(0)).toEqual([])
})

test('[CU7] nothing waits once everybody is gone', async () => {
  cursors.moved(1, 0, 0)
  cursors.clear()
  await clock.pass(20)
  expect(cursors.sample(clock.now())).toEqual([])
  expect(clock.pending).toBe(0)
})
