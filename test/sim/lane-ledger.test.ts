import { expect, test } from 'vitest'
import { FrameType } from '../../client-sdk/src/protocol/frame-type.ts'
import { decodeTick } from '../../client-sdk/src/protocol/tick.ts'
import type { Counters } from '../../server/src/room/counters.ts'
import { SimWorld, type SimClient } from '../support/sim/sim-world.ts'

test('[LN1] the server counts to the frame how many members got document ticks, event ticks and live frames', async () => {
  const world = new SimWorld(31)
  const members = [world.join('r'), world.join('r'), world.join('r')]
  await world.clock.pass(1_000)
  const { counters } = world.server
  const before = said(counters)
  const got = { document: 0, event: 0, live: 0 }
  for (const { link } of members)
    link!.tamper = (frame) => {
      const tick = decodeTick(frame)
      if (tick?.update) got.document++
      if (tick && tick.events.length > 0) got.event++
      if (frame[0] === FrameType.live || frame[0] === FrameType.overview) got.live++
      return [frame]
    }
  const [ada, bob] = members as [SimClient, SimClient]
  for (let index = 0; index < 10; index++) {
    ada.room.nodes.create({ id: `n${index}`, type: 'service' })
    if (index % 2 === 0) bob.room.events.send('ping', index).catch(() => undefined)
    bob.room.cursor.set([index, index])
    await world.clock.pass(70)
  }
  await world.clock.pass(2_000)
  expect(got.document).toBeGreaterThanOrEqual(30)
  expect(got.event).toBe(15)
  expect(got.live).toBeGreaterThan(10)
  const after = said(counters)
  expect({
    document: after.document - before.document,
    event: after.event - before.event,
    live: after.live - before.live,
  }).toEqual(got)
})

test('[LN2] every tick that changed the document is timed until it is on disk, the failures of the store included', async () => {
  const world = new SimWorld(32)
  const ada = world.join('r')
  await world.clock.pass(1_000)
  const { counters } = world.server
  world.store.failing = true
  ada.room.nodes.create({ id: 'a', type: 'service' })
  await world.clock.pass(1_000)
  expect(counters.documentEncodes).toBe(1)
  expect(counters.durableLagSeconds.count).toBe(0)
  world.store.failing = false
  await world.clock.pass(5_000)
  expect(ada.room.sync.state).toBe('saved')
  expect(counters.durableLagSeconds.count).toBe(1)
  expect(counters.durableLagSeconds.sum).toBeGreaterThan(1)
})

function said(counters: Counters): { document: number; event: number; live: number } {
  return {
    document: counters.documentDeliveries,
    event: counters.eventDeliveries,
    live: counters.liveFramesSent,
  }
}
