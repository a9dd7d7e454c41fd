import { expect, test } from 'vitest'
import type { EventPosition, Recovery } from '../../client-sdk/src/room-event.ts'
import { SimWorld, type SimClient } from '../support/sim/sim-world.ts'

interface Heard {
  readonly seqs: number[]
  readonly replays: Recovery[]
}

function listen({ room }: SimClient, since?: EventPosition): Heard {
  const heard: Heard = { seqs: [], replays: [] }
  room.events.subscribe(({ seq }) => heard.seqs.push(seq), {
    ...(since && { since }),
    onReplay: (recovery) => heard.replays.push(recovery),
  })
  return heard
}

function upTo(last: number, first = 1): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

async function sendTen(world: SimWorld, { room }: SimClient): Promise<void> {
  for (let index = 0; index < 10; index++) void room.events.send('n', index)
  await world.clock.pass(200)
}

test('[EV1] a subscriber with a position gets what came since, then what comes, each once and in order', async () => {
  const world = new SimWorld(61)
  const ada = world.join('r')
  await world.clock.pass(500)
  const start = ada.room.events.position
  await sendTen(world, ada)
  const kept = ada.room.events.position
  expect(kept).toEqual({ epoch: start.epoch, seq: 10 })
  await sendTen(world, ada)
  const bob = world.join('r')
  const early = listen(bob, kept)
  const plain = listen(bob)
  await world.clock.pass(500)
  // Asked for in the middle of a stream, so that ticks and the replay overtake each other.
  void sendTen(world, ada)
  await world.clock.pass(15)
  const middle = listen(bob, start)
  await world.clock.pass(5)
  const late = listen(bob, bob.room.events.position)
  await world.clock.pass(1_000)
  expect(early).toEqual({ seqs: upTo(30, 11), replays: [{ recovered: true }] })
  expect(middle).toEqual({ seqs: upTo(30), replays: [{ recovered: true }] })
  expect(plain).toEqual({ seqs: upTo(30, 21), replays: [] })
  expect(late.replays).toEqual([{ recovered: true }])
  expect(late.seqs).toEqual(upTo(30, 31 - late.seqs.length))
})

test('[EV2] from another epoch nothing is replayed: that is told first, then come new events', async () => {
  const world = new SimWorld(62)
  const ada = world.join('r')
  await world.clock.pass(500)
  await sendTen(world, ada)
  const kept = ada.room.events.position
  world.killServer()
  await world.clock.pass(10_000)
  await sendTen(world, ada)
  const bob = world.join('r')
  const heard = listen(bob, { ...kept, seq: 3 })
  await world.clock.pass(500)
  expect(heard).toEqual({ seqs: [], replays: [{ recovered: false }] })
  await sendTen(world, ada)
  expect(heard.seqs).toEqual(upTo(20, 11))
})

test('[EV3] a replay that a cut socket took along is asked for again', async () => {
  const world = new SimWorld(63)
  const ada = world.join('r')
  const bob = world.join('r')
  await world.clock.pass(500)
  const start = ada.room.events.position
  await sendTen(world, ada)
  const heard = listen(bob, start)
  bob.link!.cut()
  await sendTen(world, ada)
  await world.clock.pass(5_000)
  await sendTen(world, ada)
  expect(heard).toEqual({ seqs: upTo(30), replays: [{ recovered: true }] })
})

test('[EV4] every reconnect tells whether the events missed come, and what is not recovered is told as missed', async () => {
  const world = new SimWorld(64)
  const ada = world.join('r')
  const bob = world.join('r')
  const resumes: Recovery[] = []
  let missed = 0
  bob.room.events.onResume((recovery) => resumes.push(recovery))
  bob.room.events.onMissed(() => missed++)
  const heard = listen(bob)
  await world.clock.pass(500)
  bob.link!.cut()
  await sendTen(world, ada)
  await world.clock.pass(5_000)
  expect([resumes, missed, heard.seqs]).toEqual([[{ recovered: true }], 0, upTo(10)])
  world.killServer()
  await world.clock.pass(10_000)
  expect([resumes.at(-1), missed]).toEqual([{ recovered: false }, 1])
})

test('[EV5] what cannot be a position is refused', () => {
  const { room } = new SimWorld(65).join('r')
  for (const since of [
    { epoch: -1, seq: 0 },
    { epoch: 1, seq: 1.5 },
    { epoch: 2 ** 32, seq: 0 },
  ])
    expect(() => room.events.subscribe(() => undefined, { since })).toThrow(RangeError)
})

test('[EV6] after the end of a subscription nothing is heard, a replay included', async () => {
  const world = new SimWorld(66)
  const ada = world.join('r')
  await world.clock.pass(500)
  const start = ada.room.events.position
  await sendTen(world, ada)
  const seqs: number[] = []
  const stop = ada.room.events.subscribe(({ seq }) => seqs.push(seq), { since: start })
  stop()
  await sendTen(world, ada)
  expect(seqs).toEqual([])
})

test('[EV7] an event does not overtake the edits that were made before it', async () => {
  const world = new SimWorld(67)
  const ada = world.join('r')
  const bob = world.join('r')
  await world.clock.pass(500)
  ada.room.nodes.create({ id: 'n', type: 'service', x: 0 })
  await world.clock.pass(500)
  const seen: unknown[] = []
  bob.room.events.subscribe(({ payload }) => seen.push([payload, bob.room.nodes.get('n')?.x]))
  for (let x = 1; x <= 20; x++) {
    ada.room.nodes.update('n', { x })
    void ada.room.events.send('moved', x)
    // Shorter than a tick, so that the next edit has to wait for its batch.
    await world.clock.pass(5)
  }
  await world.clock.pass(500)
  expect(seen.length).toBe(20)
  for (const [event, x] of seen as [number, number][]) expect(x).toBeGreaterThanOrEqual(event)
})
