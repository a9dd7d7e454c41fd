import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { limits } from '../../client-sdk/src/protocol/limits.ts'
import { insist } from '../support/insist.ts'
import { seededRun, seedsFrom } from '../support/sim/seeded-run.ts'
import { SimWorld, type SimClient } from '../support/sim/sim-world.ts'

const seeds = seedsFrom(1, 12)

test('[SL1] from the first frame of a gesture to its commit and after, no page ever shows an older place than before', async () => {
  await seededRun(seeds, async (seed) => {
    const world = new SimWorld(seed)
    const { random } = world
    const rooms = Array.from({ length: 3 }, () => world.join('r').room)
    const [ada, bob] = rooms
    await world.clock.pass(1_000)
    ada!.nodes.create({ id: 'n', type: 'service', x: 1, y: 0 })
    await world.clock.pass(500)
    const newest = new Map(rooms.map((room) => [room, 0]))
    /** What each page shows, as often as the wire can change it. */
    const watch = async (ms: number): Promise<void> => {
      for (let passed = 0; passed < ms; passed++) {
        await world.clock.pass(1)
        for (const [room, before] of newest) {
          const x = room.nodes.get('n')?.x ?? -1
          // Whoever has just come shows nothing yet.
          if (before === 0 && x === -1) continue
          insist(x >= before, `${x} was shown after ${before}, at ${world.clock.now()}`)
          newest.set(room, x)
        }
      }
    }
    let x = 1
    for (let gestures = 0; gestures < 3; gestures++) {
      const gesture = ada!.gesture(['n'])
      const frames = 10 + random.below(220)
      for (let frame = 0; frame < frames; frame++) {
        gesture.move({ n: [++x, 0] })
        // Others edit at the same time, whatever it is.
        if (random.chance(0.1)) bob!.nodes.create({ type: 'note' })
        if (random.chance(0.1)) ada!.nodes.update('n', { data: { label: frame } })
        if (random.chance(0.02) && rooms.length < 5) {
          const late = world.join('r').room
          rooms.push(late)
          newest.set(late, 0)
        }
        await watch(1 + random.below(30))
      }
      insist(gesture.commit(), 'the gesture is committed')
      await watch(random.below(300))
    }
    await watch(500)
    for (const [room, shown] of newest) {
      expect(shown).toBe(x)
      expect(room.nodes.get('n')).toBe(room.nodes.committed('n'))
    }
  })
}, 120_000)

test('[SL2] a gesture that is cancelled leaves every document as it was, byte for byte, and nothing to undo', async () => {
  await seededRun(seeds, async (seed) => {
    const world = new SimWorld(seed)
    const pages = Array.from({ length: 3 }, () => world.join('r'))
    const [ada] = pages
    await world.clock.pass(1_000)
    for (const id of ['a', 'b']) ada!.room.nodes.create({ id, type: 'service' })
    await world.clock.pass(1_000)
    ada!.room.history.clear()
    const before = bytesEverywhere(world, pages)
    const gesture = ada!.room.gesture(['a', 'b'])
    for (let frame = 0; frame < 5 + world.random.below(60); frame++) {
      gesture.move({ a: [frame, 1], b: [1, frame] })
      gesture.resize({ a: { w: frame, h: 5 } })
      gesture.rotate({ b: frame })
      await world.clock.pass(world.random.below(24))
    }
    gesture.cancel()
    await world.clock.pass(1_000)
    expect(bytesEverywhere(world, pages)).toEqual(before)
    expect(ada!.room.history.canUndo).toBe(false)
    for (const { room } of pages)
      expect(room.nodes.get('a')).toMatchObject({ x: 0, y: 0, w: 0, heldBy: undefined })
  })
}, 60_000)

test('[SL3] the cursors that a page shows are those in its view and around it, the nearest up to the cap', async () => {
  await seededRun(seeds.slice(0, 6), async (seed) => {
    const world = new SimWorld(seed)
    const { random } = world
    const pages = Array.from({ length: 50 }, () => world.join('r'))
    const at = new Map<number, readonly [number, number]>()
    // Nobody sees anything yet: who was shown before may stay a little longer than others would come in.
    for (const { room } of pages) room.viewport.set({ x: 1e6, y: 1e6, w: 10, h: 10 })
    await world.clock.pass(3_000)
    for (const { room } of pages) {
      const point = [random.below(4_000), random.below(4_000)] as const
      at.set(room.doc.clientID, point)
      room.cursor.set(point)
    }
    await world.clock.pass(1_000)
    for (const { room } of pages)
      room.viewport.set({
        ...{ x: random.below(3_000), y: random.below(3_000) },
        ...{ w: 100 + random.below(2_000), h: 100 + random.below(2_000) },
      })
    await world.clock.pass(2_000)
    for (const page of pages) assertNearest(page, at)
    // Then everybody moves about, and whoever is in view when all rest is shown.
    for (let round = 0; round < 40; round++) {
      for (const { room } of pages) {
        const [x, y] = at.get(room.doc.clientID)!
        const point = [x + random.below(101) - 50, y + random.below(101) - 50] as const
        at.set(room.doc.clientID, point)
        room.cursor.set(point)
      }
      await world.clock.pass(50)
    }
    await world.clock.pass(2_000)
    for (const page of pages) assertInView(page, at)
  })
}, 120_000)

function shownIn({ room }: SimClient): Map<number, readonly [number, number]> {
  return new Map(
    [...room.others.all()].flatMap(({ clientId, cursor }) => (cursor ? [[clientId, cursor]] : [])),
  )
}

/** How far others are from the middle of the view, in views; and in canvas units, squared. */
function distances({ room }: SimClient, at: ReadonlyMap<number, readonly [number, number]>) {
  const { x, y, w, h } = room.viewport.get()!
  return [...at]
    .filter(([clientId]) => clientId !== room.doc.clientID)
    .map(([clientId, point]) => {
      const [dx, dy] = [Math.abs(point[0] - x - w / 2), Math.abs(point[1] - y - h / 2)]
      return { clientId, point, views: Math.max(dx / w, dy / h), squared: dx * dx + dy * dy }
    })
}

function assertNearest(page: SimClient, at: ReadonlyMap<number, readonly [number, number]>): void {
  const nearest = distances(page, at)
    .filter(({ views }) => views < 1)
    .sort((one, other) => one.squared - other.squared)
    .slice(0, limits.liveCap)
  const shown = shownIn(page)
  expect([...shown.keys()].sort()).toEqual(nearest.map(({ clientId }) => clientId).sort())
  for (const { clientId, point } of nearest) expect(shown.get(clientId)).toEqual(point)
}

function assertInView(page: SimClient, at: ReadonlyMap<number, readonly [number, number]>): void {
  const all = distances(page, at)
  const shown = shownIn(page)
  expect(shown.size).toBeLessThanOrEqual(limits.liveCap)
  for (const { clientId, point, views } of all) {
    if (shown.has(clientId)) {
      expect(views, 'nobody is shown who is far off').toBeLessThan(1.5)
      expect(shown.get(clientId), 'at the last place').toEqual(point)
    } else if (all.filter((other) => other.views < 1.5).length <= limits.liveCap)
      expect(views, 'whoever is in view is shown').toBeGreaterThanOrEqual(1)
  }
}

function bytesEverywhere(world: SimWorld, pages: readonly SimClient[]): unknown {
  const [live] = [...world.server.rooms.live()]
  return [live!.document.encodeSnapshot(), ...pages.map(({ room }) => Y.encodeStateAsUpdate(room.doc))]
}
