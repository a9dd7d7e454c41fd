import { expect, test } from 'vitest'
import { bindCanvas, type BoundNode } from '../../client-sdk/src/bind/index.ts'
import { SimWorld } from '../support/sim/sim-world.ts'

test('[BC12] what somebody else has in hand moves in every frame, evenly, and then rests where the room has it', async () => {
  const world = new SimWorld(5)
  const [first, second] = [world.join('c').room, world.join('c').room]
  await world.clock.pass(1_000)
  first.nodes.create({ id: 'g', type: 'group', x: 0, y: 0, w: 300, h: 200 })
  first.nodes.create({ id: 'in', type: 'box', parent: 'g', x: 10, y: 10, w: 50, h: 50 })
  await world.clock.pass(1_000)

  const seen: number[] = []
  let frames = 0
  const canvas = bindCanvas(second, {
    upsert: (item) => void (item.id === 'in' && seen.push((item as BoundNode).x)),
    remove: () => undefined,
    frame: () => frames++,
  })
  await world.clock.pass(100)
  seen.length = 0

  const gesture = first.gesture(['g'])
  for (let step = 1; step <= 20; step++) {
    gesture.move({ g: [step * 10, 0] })
    await world.clock.pass(16)
  }
  expect(canvas.node('g')!.node.heldBy).toBe(first.self.member)
  gesture.commit()
  await world.clock.pass(1_000)

  expect(seen.length).toBeGreaterThan(12)
  expect(seen).toEqual([...seen].sort((a, b) => a - b))
  expect(Math.max(...seen.slice(1).map((x, index) => x - seen[index]!))).toBeLessThan(100)
  expect(seen.at(-1)).toBe(210)
  expect(canvas.node('g')!.node).toBe(second.nodes.get('g'))

  // At rest nothing asks for frames.
  frames = 0
  await world.clock.pass(2_000)
  expect(frames).toBe(0)
  for (const room of [first, second]) room.close()
})
