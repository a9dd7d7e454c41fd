import { expect, test } from 'vitest'
import { bindCanvas } from '../../client-sdk/src/bind/index.ts'
import { overlaps, type Box } from '../../client-sdk/src/bind/box.ts'
import { SpatialIndex } from '../../client-sdk/src/bind/spatial-index.ts'
import { SeededRandom } from '../support/sim/seeded-random.ts'
import { stillRoom } from '../support/still-room.ts'

const nodes = 10_000
const moved = 200
const frames = 400
const viewport = { w: 1920, h: 1080 }

interface Body extends Box {
  x: number
  y: number
}

/** A plane of mostly card-sized boxes with a few large groups, about thirty of them in a viewport. */
function bodies(random: SeededRandom): Body[] {
  return Array.from({ length: nodes }, (_, index) => ({
    x: random.next() * 40_000,
    y: random.next() * 24_000,
    w: index % 100 === 0 ? 2_000 + random.next() * 6_000 : 176,
    h: index % 100 === 0 ? 1_000 + random.next() * 4_000 : 56,
  }))
}

/** Moves some by a drag's step and looks somewhere: `move` and `look` are what is measured. */
function run(
  move: (body: Body) => void,
  look: (rect: Box) => number,
): { median: number; p95: number; found: number } {
  const random = new SeededRandom(7)
  const all = bodies(random)
  for (const body of all) move(body)
  const samples: number[] = []
  let found = 0
  for (let frame = 0; frame < frames; frame++) {
    const chosen = Array.from({ length: moved }, () => all[random.below(nodes)]!)
    for (const body of chosen) {
      body.x += random.next() * 24 - 12
      body.y += random.next() * 24 - 12
    }
    const rect = { ...viewport, x: random.next() * 38_000, y: random.next() * 22_000 }
    const startMs = performance.now()
    for (const body of chosen) move(body)
    found += look(rect)
    samples.push(performance.now() - startMs)
  }
  samples.sort((a, b) => a - b)
  return { median: samples[frames / 2]!, p95: samples[Math.floor(frames * 0.95)]!, found }
}

test('[SI3] 200 of 10,000 nodes move and a viewport is asked for in at most 1 ms at the median, and as a walk finds it', () => {
  const index = new SpatialIndex<Body>()
  const indexed = run(
    (body) => index.put(body, { ...body }),
    (rect) => index.within(rect).length,
  )
  const list = new Map<Body, Box>()
  const walked = run(
    (body) => list.set(body, { ...body }),
    (rect) => [...list].filter(([, box]) => overlaps(box, rect)).length,
  )
  console.log(`spatial index, ms per frame: ${text(indexed)}; walk over all: ${text(walked)}`)
  expect(indexed.found).toBe(walked.found)
  expect(indexed.median).toBeLessThanOrEqual(1)
  expect(indexed.median).toBeLessThan(walked.median)
})

test('[BC11] a frame that changes 200 of 10,000 nodes costs a binding at most 4 ms at the median, painting apart', () => {
  const { room, frame } = stillRoom()
  const random = new SeededRandom(11)
  room.batch(() => {
    for (const [index, body] of bodies(random).entries())
      room.nodes.create({ ...body, id: `n${index}`, type: 'box', z: 'a1' })
  })
  let upserts = 0
  let visible = 0
  const canvas = bindCanvas(room, {
    upsert: () => void upserts++,
    remove: () => undefined,
    frame: () => (visible += canvas.visible({ ...viewport, x: 9_000, y: 9_000 }).length),
  })
  frame()
  expect(upserts).toBe(nodes)
  upserts = 0
  const samples: number[] = []
  for (let turn = 0; turn < frames; turn++) {
    room.batch(() => {
      for (let each = 0; each < moved; each++) {
        const id = `n${(turn * moved + each * 7) % nodes}`
        room.nodes.update(id, { x: room.nodes.get(id)!.x + 8 })
      }
    })
    const startMs = performance.now()
    frame()
    samples.push(performance.now() - startMs)
  }
  samples.sort((a, b) => a - b)
  console.log(
    `binding, ms per frame of ${moved} changes: median ${samples[frames / 2]!.toFixed(2)}, P95 ${samples[Math.floor(frames * 0.95)]!.toFixed(2)}`,
  )
  expect(upserts).toBe(frames * moved)
  expect(visible).toBeGreaterThan(0)
  expect(samples[frames / 2]).toBeLessThanOrEqual(4)
})

function text({ median, p95 }: { median: number; p95: number }): string {
  return `median ${median.toFixed(3)}, P95 ${p95.toFixed(3)}`
}
