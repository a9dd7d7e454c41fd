import { expect, test } from 'vitest'
import { FrameType } from '../../client-sdk/src/protocol/frame-type.ts'
import { roomLimits } from '../../server/src/room/room-limits.ts'
import { seededRun, seedsFrom } from '../support/sim/seeded-run.ts'
import { SimWorld, type SimClient } from '../support/sim/sim-world.ts'

const seeds = seedsFrom(1, 15)

/** From the next tick on; the first wait of a client that comes back is half a second at most. */
const healedWithinMs = 2_000

type Frame = Uint8Array<ArrayBuffer>

/** What can become of one frame of a type; those after it arrive as they should. */
const faults: Readonly<Record<string, () => (frame: Frame) => readonly Frame[]>> = {
  lost: () => () => [],
  doubled: () => (frame) => [frame, frame],
  'overtaken by the next': () => {
    let late: Frame | undefined
    return (frame) => {
      if (late) return [frame, late]
      late = frame
      return []
    }
  },
}

test.each(Object.entries(faults))(
  '[LO1] a tick that is %s is noticed at the latest with the next one, and healed within two seconds',
  async (kind, makeFault) => {
    await seededRun(seeds, async (seed) => {
      const world = new SimWorld(seed)
      const [ada, bob] = [world.join('r'), world.join('r')]
      await world.clock.pass(1_000)
      const { link } = bob
      let left = kind === 'overtaken by the next' ? 2 : 1
      const fault = makeFault()
      link!.tamper = (frame) => (frame[0] === FrameType.tick && left-- > 0 ? fault(frame) : [frame])
      const ids = ['a', 'b', 'c', 'd']
      for (const id of ids) {
        ada.room.nodes.create({ id, type: 'service' })
        bob.room.nodes.create({ id: `bob-${id}`, type: 'service' })
        await world.clock.pass(100 + world.random.below(50))
      }
      await world.clock.pass(healedWithinMs)
      for (const { room } of [ada, bob]) {
        expect([...room.nodes.all()].map(({ id }) => id).sort()).toEqual(
          [...ids, ...ids.map((id) => `bob-${id}`)].sort(),
        )
        expect(room.status).toBe('connected')
        expect(room.sync).toMatchObject({ state: 'saved', unsaved: 0 })
      }
      expect(bob.link, 'bob has another socket').not.toBe(link)
      expect(bob.room.stats().gaps > 0).toBe(kind !== 'doubled')
    })
  },
)

test('[LO2] live frames that are lost, doubled or late cost live values at most: no reconnect, and the document is whole', async () => {
  await seededRun(seeds, async (seed) => {
    const world = new SimWorld(seed)
    const [ada, bob] = [world.join('r'), world.join('r')]
    await world.clock.pass(1_000)
    const links = [ada.link, bob.link]
    const held: Frame[] = []
    bob.link!.tamper = (frame) => {
      if (frame[0] !== FrameType.live) return [frame]
      const dice = world.random.next()
      if (dice < 0.4) return []
      if (dice < 0.6) return [frame, frame]
      if (dice < 0.8) {
        held.push(frame)
        return []
      }
      return [frame, ...held.splice(0)]
    }
    ada.room.nodes.create({ id: 'n', type: 'service' })
    await world.clock.pass(200)
    const gesture = ada.room.gesture(['n'])
    for (let step = 1; step <= 60; step++) {
      ada.room.cursor.set([step, step])
      gesture.move({ n: [step, 0] })
      if (step % 10 === 0) ada.room.nodes.create({ id: `n${step}`, type: 'service' })
      await world.clock.pass(20)
    }
    gesture.commit()
    await world.clock.pass(500)
    expect([ada.link, bob.link]).toEqual(links)
    expect(bob.room.nodes.get('n')).toMatchObject({ x: 60, heldBy: undefined })
    expect(bob.room.nodes.size).toBe(7)
    expect(bob.room.stats().gaps).toBe(0)
  })
})

test('[LO3] a reader that takes in nothing of a storm of hands is owed 64 KiB of it and one frame at most, and edits come at once when it reads again', async () => {
  const world = new SimWorld(3)
  const [ada, bob, ...crowd] = Array.from({ length: 14 }, () => world.join('r'))
  await world.clock.pass(2_000)
  const hands = crowd.map(({ room }) => {
    const ids = Array.from({ length: 20 }, () => room.nodes.create({ type: 'card' }))
    return { ids, gesture: room.gesture(ids) }
  })
  await world.clock.pass(1_000)
  const { link } = bob!
  const sizes: number[] = []
  link!.tamper = (frame) => {
    if (frame[0] === FrameType.live) sizes.push(frame.length)
    return [frame]
  }
  link!.stalled = true
  await storm(world, crowd, 3_000, (step) => {
    for (const { ids, gesture } of hands)
      gesture.move(Object.fromEntries(ids.map((id, index) => [id, [step, index]])))
    if (step % 20 === 0) ada!.room.nodes.create({ id: `n${step}`, type: 'service' })
  })
  const sent = sizes.reduce((sum, bytes) => sum + bytes, 0)
  expect(sent).toBeGreaterThan(roomLimits.liveBufferedBytes / 2)
  expect(sent).toBeLessThan(roomLimits.liveBufferedBytes + roomLimits.liveFrameBytes)
  expect(ada!.room.sync, 'nobody waits for the slow one').toMatchObject({ state: 'saved', unsaved: 0 })
  const { size } = ada!.room.nodes
  link!.resume()
  await world.clock.pass(500)
  expect(bob!.link).toBe(link)
  expect(bob!.room.nodes.size).toBe(size)
  expect(bob!.room.stats().gaps).toBe(0)
})

test('[LO4] an edit is seen by all within 150 ms while everybody points about', async () => {
  const world = new SimWorld(4)
  const [ada, ...crowd] = Array.from({ length: 24 }, () => world.join('r'))
  await world.clock.pass(2_000)
  for (let round = 0; round < 10; round++) {
    ada!.room.nodes.create({ id: `n${round}`, type: 'service' })
    await storm(world, crowd, 150)
    for (const { room } of crowd) expect(room.nodes.has(`n${round}`)).toBe(true)
  }
})

/** Everybody points somewhere else, 60 times a second. */
async function storm(
  world: SimWorld,
  crowd: readonly SimClient[],
  ms: number,
  each: (step: number) => void = () => undefined,
): Promise<void> {
  for (let step = 0; step * 16 < ms; step++) {
    for (const { room } of crowd) room.cursor.set([world.random.below(1_000), world.random.below(1_000)])
    each(step)
    await world.clock.pass(16)
  }
}
