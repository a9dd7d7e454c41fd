import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Room } from '../../client-sdk/src/room.ts'
import type { Reject } from '../../client-sdk/src/reject.ts'
import { SimWorld, type SimClient } from '../support/sim/sim-world.ts'

interface Scene {
  readonly world: SimWorld
  readonly ada: SimClient
  readonly bob: SimClient
}

/** Two members in a room with ten cards in a row. */
async function scene(seed: number): Promise<Scene> {
  const world = new SimWorld(seed)
  const ada = world.join('r', { profile: { name: 'Ada' } })
  const bob = world.join('r', { profile: { name: 'Bob' } })
  await world.clock.pass(500)
  ada.room.batch(() => {
    for (const [index, id] of cards.entries())
      ada.room.nodes.create({ id, type: 'card', x: 100 * index, y: 0, w: 50, h: 40 })
  })
  await world.clock.pass(500)
  return { world, ada, bob }
}

const cards = Array.from({ length: 10 }, (_, index) => `n${index}`)

/** The document's bytes as this client would store them. */
function bytesOf({ room }: SimClient): number {
  return Y.encodeStateAsUpdate(room.doc).length
}

function serverBytes(world: SimWorld): number {
  const [live] = [...world.server.rooms.live()]
  return live!.document.encodeSnapshot().length
}

/** Moves nodes step by step for `ms`, as a hand does; each step calls `seen`. */
async function drag(
  world: SimWorld,
  steps: number,
  move: (step: number) => void,
  seen: () => void = () => undefined,
): Promise<void> {
  for (let step = 1; step <= steps; step++) {
    move(step)
    for (let ms = 0; ms < 16; ms += 4) {
      await world.clock.pass(4)
      seen()
    }
  }
}

function where({ nodes }: Room, id = 'n0'): [x: number | undefined, heldBy: number | undefined] {
  const node = nodes.get(id)
  return [node?.x, node?.heldBy]
}

describe('the life of a gesture', () => {
  test('[GE1] everyone sees it live, and no document grows by a byte before it is committed', async () => {
    const { world, ada, bob } = await scene(1)
    const before = [bytesOf(ada), bytesOf(bob), serverBytes(world)]
    const gesture = ada.room.gesture(['n0', 'n1'])
    await drag(world, 60, (step) => gesture.move({ n0: [step, step], n1: [100 + step, 0] }))
    await world.clock.pass(100)
    expect(bob.room.nodes.get('n0')).toMatchObject({ x: 60, y: 60, heldBy: ada.room.self.member })
    expect(bob.room.nodes.get('n1')).toMatchObject({ x: 160, y: 0 })
    expect(bob.room.nodes.committed('n0')).toMatchObject({ x: 0, y: 0 })
    expect([bytesOf(ada), bytesOf(bob), serverBytes(world)]).toEqual(before)
    gesture.cancel()
    await world.clock.pass(200)
    expect(where(bob.room)).toEqual([0, undefined])
    expect([bytesOf(ada), bytesOf(bob), serverBytes(world)]).toEqual(before)
  })

  test('[GE2] who comes later sees it as it is, and nobody sees it jump back when it is committed', async () => {
    const { world, ada, bob } = await scene(2)
    const gesture = ada.room.gesture(['n0'])
    await drag(world, 30, (step) => gesture.move({ n0: [step, 0] }))
    const eve = world.join('r')
    await world.clock.pass(300)
    expect(where(eve.room)).toEqual([30, ada.room.self.member])
    const seen: number[][] = [[], []]
    const look = (): void => {
      for (const [index, { room }] of [bob, eve].entries()) seen[index]!.push(room.nodes.get('n0')!.x)
    }
    await drag(world, 30, (step) => gesture.move({ n0: [30 + step, 0] }), look)
    gesture.commit()
    await drag(world, 10, () => undefined, look)
    for (const places of seen) {
      expect(places).toEqual([...places].sort((one, other) => one - other))
      expect(places.at(-1)).toBe(60)
    }
    expect(where(eve.room)).toEqual([60, undefined])
    expect(eve.room.nodes.get('n0')).toBe(eve.room.nodes.committed('n0'))
    expect(ada.room.sync.state).toBe('saved')
  })

  test('[GE3] of two hands at one node one is rejected as held, and follows the other', async () => {
    for (let seed = 1; seed <= 20; seed++) {
      const { world, ada, bob } = await scene(seed)
      const rejects: Reject[] = []
      for (const { room } of [ada, bob]) room.onReject((reject) => rejects.push(reject))
      const mine = ada.room.gesture(['n0', 'n1'])
      const theirs = bob.room.gesture(['n1', 'n2'])
      await drag(world, 20, (step) => {
        mine.move({ n1: [1_000 + step, 0] })
        theirs.move({ n1: [2_000 + step, 0] })
      })
      await world.clock.pass(200)
      expect(rejects).toMatchObject([{ reason: 'held' }])
      const [winner, loser] = mine.state === 'active' ? [ada, bob] : [bob, ada]
      expect([mine.state, theirs.state].sort()).toEqual(['active', 'rejected'])
      expect(where(loser.room, 'n1')).toEqual([winner.room.nodes.get('n1')!.x, winner.room.self.member])
      for (const gesture of [mine, theirs]) gesture.commit()
      await world.clock.pass(300)
      expect(where(loser.room, 'n1')).toEqual(where(winner.room, 'n1'))
      expect(where(loser.room, 'n1')[1]).toBeUndefined()
    }
  })

  test('[GE4] a hand that falls silent loses its nodes within four seconds', async () => {
    const { world, ada, bob } = await scene(4)
    const gesture = ada.room.gesture(['n0'])
    await drag(world, 10, (step) => gesture.move({ n0: [step, 0] }))
    await world.clock.pass(100)
    ada.freeze()
    await world.clock.pass(2_500)
    expect(where(bob.room)).toEqual([10, ada.room.self.member])
    await world.clock.pass(2_000)
    expect(where(bob.room)).toEqual([0, undefined])
    expect(bob.room.gesture(['n0']).state).toBe('active')
  })

  test('[GE5] a hand that rests keeps them, for as long as it likes', async () => {
    const { world, ada, bob } = await scene(5)
    const gesture = ada.room.gesture(['n0'])
    gesture.move({ n0: [10, 0] })
    await world.clock.pass(30_000)
    expect(where(bob.room)).toEqual([10, ada.room.self.member])
    expect(gesture.state).toBe('active')
  })

  test('[GE6] a member that is cut off mid-gesture keeps its nodes in hand, the others see them go and come back', async () => {
    const { world, ada, bob } = await scene(6)
    const gesture = ada.room.gesture(['n0'])
    await drag(world, 10, (step) => gesture.move({ n0: [step, 0] }))
    ada.link?.cut()
    await world.clock.pass(100)
    expect(where(bob.room)).toEqual([0, undefined])
    gesture.move({ n0: [20, 0] })
    expect(where(ada.room)[0]).toBe(20)
    await world.clock.pass(5_000)
    expect(where(bob.room)).toEqual([20, ada.room.self.member])
    gesture.commit()
    await world.clock.pass(500)
    expect(where(bob.room)).toEqual([20, undefined])
  })

  test('[GE7] a gesture outlives its server, and so does its commit', async () => {
    const { world, ada, bob } = await scene(7)
    const gesture = ada.room.gesture(['n0'])
    await drag(world, 10, (step) => gesture.move({ n0: [step, 0] }))
    world.killServer()
    await drag(world, 10, (step) => gesture.move({ n0: [10 + step, 0] }))
    await world.clock.pass(10_000)
    expect(where(bob.room)).toEqual([20, ada.room.self.member])
    gesture.commit()
    world.killServer()
    await world.heal()
    for (const { room } of [ada, bob]) expect(where(room)).toEqual([20, undefined])
    expect((await world.stored('r')).getMap<Y.Map<unknown>>('nodes').get('n0')!.get('pl')).toEqual([
      '',
      20,
      0,
    ])
  })

  test('[GE8] a node that another member deletes leaves the gesture, and with the last one it is rejected as gone', async () => {
    const { world, ada, bob } = await scene(8)
    const rejects: Reject[] = []
    ada.room.onReject((reject) => rejects.push(reject))
    const gesture = ada.room.gesture(['n0', 'n1'])
    gesture.move({ n0: [10, 0], n1: [110, 0] })
    await world.clock.pass(200)
    bob.room.nodes.remove('n0')
    await world.clock.pass(200)
    expect(gesture.nodes).toEqual(['n1'])
    bob.room.nodes.remove('n1')
    await world.clock.pass(200)
    expect(gesture.state).toBe('rejected')
    expect(rejects).toMatchObject([{ reason: 'gone', nodes: ['n0', 'n1'] }])
    expect(ada.room.nodes.has('n0')).toBe(false)
  })

  test('[GE9] a viewer sees every gesture and makes none', async () => {
    const { world, ada } = await scene(9)
    const eve = world.join('r', { role: 'viewer' })
    await world.clock.pass(500)
    const gesture = ada.room.gesture(['n0'])
    gesture.move({ n0: [10, 0] })
    await world.clock.pass(200)
    expect(where(eve.room)).toEqual([10, ada.room.self.member])
    expect(eve.room.gesture(['n1']).state).toBe('rejected')
    expect(eve.room.role).toBe('viewer')
  })

  test('[GE10] moved in one go and let go, it is one step for undo, at both ends', async () => {
    const { world, ada, bob } = await scene(10)
    const gesture = ada.room.gesture(['n0', 'n1'])
    await drag(world, 400, (step) => gesture.move({ n0: [step, 0], n1: [100 + step, 0] }))
    expect(bob.room.nodes.committed('n0')!.x).toBeGreaterThan(100)
    gesture.commit()
    await world.clock.pass(300)
    expect(where(bob.room)).toEqual([400, undefined])
    ada.room.history.undo()
    await world.clock.pass(300)
    for (const { room } of [ada, bob]) {
      expect(where(room)).toEqual([0, undefined])
      expect(where(room, 'n1')).toEqual([100, undefined])
    }
  })
})

describe('growth', () => {
  test('[GE11] a hundred gestures of ten nodes and sixty frames add at most 12 KB', async () => {
    const { world, ada, bob } = await scene(11)
    const before = bytesOf(ada)
    for (let round = 1; round <= 100; round++) {
      const gesture = ada.room.gesture(cards)
      await drag(world, 60, (step) =>
        gesture.move(
          Object.fromEntries(cards.map((id, index) => [id, [100 * index + round * 7 + step, step]])),
        ),
      )
      gesture.commit()
    }
    await world.clock.pass(1_000)
    expect(bytesOf(ada) - before).toBeLessThanOrEqual(12 * 1024)
    expect(bytesOf(bob)).toBe(bytesOf(ada))
  }, 60_000)
})
