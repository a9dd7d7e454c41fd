import { expect, test } from 'vitest'
import { seedCanvas } from '../../loadtest/scenario/canvas-seed.ts'
import { ownNodes } from '../../loadtest/scenario/own-nodes.ts'

const all = (nodes: number, writers: number): ReturnType<typeof ownNodes>[] => {
  const seed = seedCanvas(nodes)
  return Array.from({ length: writers }, (_, writer) => ownNodes(seed.nodes, writer, writers))
}

test.each([
  [1_000, 50],
  [100, 50],
  [100, 7],
  [100, 100],
  [10_000, 1],
])('[FPS14] of %i nodes each of %i writers has one to three, and no two have the same', (nodes, writers) => {
  const owned = all(nodes, writers)
  for (const own of owned) {
    expect(own.length).toBeGreaterThanOrEqual(1)
    expect(own.length).toBeLessThanOrEqual(3)
  }
  const ids = owned.flat().map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})

test('[FPS15] writers are spread over the whole canvas: no quarter of its height has more than a third of them', () => {
  const { height } = seedCanvas(1_000)
  const quarters = [0, 0, 0, 0]
  for (const [home] of all(1_000, 50)) quarters[Math.floor((home!.y / height) * 4)]!++
  expect(Math.max(...quarters)).toBeLessThan(50 / 3)
  expect(Math.min(...quarters)).toBeGreaterThan(50 / 6)
})
