import * as fc from 'fast-check'
import { expect, onTestFinished, test } from 'vitest'
import * as Y from 'yjs'
import { bindCanvas, type BoundItem, type CanvasBinding } from '../../client-sdk/src/bind/index.ts'
import type { Room } from '../../client-sdk/src/room.ts'
import { stillRoom, type StillRoom } from '../support/still-room.ts'

const box = { type: 'box', w: 10, h: 10 }

interface Bound extends Pick<StillRoom, 'room' | 'frame'> {
  readonly canvas: CanvasBinding
  /** What the painter was told since the last call, in order. */
  told(): string[]
}

function bind(still = stillRoom()): Bound {
  let told: string[] = []
  const canvas = bindCanvas(still.room, {
    upsert: ({ kind, id }) => void told.push(`+${kind} ${id}`),
    remove: ({ kind, id }) => void told.push(`-${kind} ${id}`),
    frame: (nowMs) => void told.push(`frame ${nowMs}`),
  })
  const take = (): string[] => {
    const all = told
    told = []
    return all
  }
  return { room: still.room, frame: still.frame, canvas, told: take }
}

const places = (canvas: CanvasBinding, id: string): unknown => {
  const { x, y, depth } = canvas.node(id)!
  return [x, y, depth]
}
const idsOf = (items: readonly BoundItem[]): string[] => items.map(({ id }) => id)

test('[BC1] what is there is upserted once, nodes in paint order before edges, and then a frame is painted', () => {
  const still = stillRoom()
  const { nodes, edges } = still.room
  nodes.create({ ...box, id: 'child', parent: 'group' })
  nodes.create({ ...box, id: 'group' })
  nodes.create({ ...box, id: 'other' })
  edges.create({ id: 'e', source: ['child', ''], target: ['other', ''] })
  const { told, frame } = bind(still)
  expect(told()).toEqual([])
  frame()
  expect(told()).toEqual(['+node group', '+node child', '+node other', '+edge e', 'frame 16'])
  expect(still.isDue).toBe(false)
})

test('[BC2] then only what changed is told, once per frame, and nothing while nothing changes', () => {
  const still = stillRoom()
  const { room, frame, told } = bind(still)
  room.nodes.create({ ...box, id: 'a' })
  room.nodes.create({ ...box, id: 'b' })
  frame()
  expect(told()).toEqual(['+node a', '+node b', 'frame 16'])
  room.nodes.update('a', { x: 1 })
  room.nodes.update('a', { x: 2 })
  frame()
  expect(told()).toEqual(['+node a', 'frame 32'])
  expect(still.isDue).toBe(false)
  room.nodes.remove('b')
  frame()
  expect(told()).toEqual(['-node b', 'frame 48'])
})

test('[BC3] a moved parent takes its contents and their edges along', () => {
  const { room, frame, told, canvas } = bind()
  room.nodes.create({ ...box, id: 'g', x: 100, y: 100, w: 50, h: 50 })
  room.nodes.create({ ...box, id: 'in', parent: 'g', x: 5, y: 5, w: 20, h: 20 })
  room.nodes.create({ ...box, id: 'leaf', parent: 'in', x: 1, y: 2 })
  room.nodes.create({ ...box, id: 'away', x: 500 })
  room.edges.create({ id: 'e', source: ['leaf', ''], target: ['away', ''] })
  frame()
  told()
  room.nodes.update('g', { x: 1100 })
  frame()
  expect(told()).toEqual(['+node g', '+node in', '+node leaf', '+edge e', 'frame 32'])
  expect(places(canvas, 'leaf')).toEqual([1106, 107, 2])
  expect(canvas.edge('e')!.source).toBe(canvas.node('leaf'))
  expect(idsOf(canvas.visible({ x: 1100, y: 100, w: 10, h: 10 }))).toEqual(['g', 'in', 'leaf'])
  expect(idsOf(canvas.visible({ x: 100, y: 100, w: 50, h: 50 }))).toEqual([])
})

test('[BC3] data of a parent changes nothing about its contents', () => {
  const { room, frame, told } = bind()
  room.nodes.create({ ...box, id: 'g' })
  room.nodes.create({ ...box, id: 'in', parent: 'g' })
  frame()
  told()
  room.nodes.update('g', { data: { label: 'x' } })
  frame()
  expect(told()).toEqual(['+node g', 'frame 32'])
})

test('[BC4] edges go before the node that takes them along', () => {
  const { room, frame, told } = bind()
  room.nodes.create({ ...box, id: 'a' })
  room.nodes.create({ ...box, id: 'b' })
  room.edges.create({ id: 'e', source: ['a', ''], target: ['b', ''] })
  frame()
  told()
  room.nodes.remove('a')
  frame()
  expect(told()).toEqual(['-edge e', '-node a', 'frame 32'])
})

test('[BC5] paint order: a node, its contents, then what lies above it; z before id among siblings', () => {
  const { room, frame, canvas } = bind()
  room.nodes.create({ ...box, id: 'low', z: 'a1' })
  room.nodes.create({ ...box, id: 'top', z: 'a3' })
  room.nodes.create({ ...box, id: 'mid', z: 'a2' })
  room.nodes.create({ ...box, id: 'b', parent: 'low', z: 'a9' })
  room.nodes.create({ ...box, id: 'a', parent: 'low', z: 'a9' })
  frame()
  const all = { x: -100, y: -100, w: 200, h: 200 }
  expect(idsOf(canvas.visible(all))).toEqual(['low', 'a', 'b', 'mid', 'top'])
  expect(idsOf(canvas.at([5, 5]))).toEqual(['top', 'mid', 'b', 'a', 'low'])
  room.nodes.update('low', { z: 'a4' })
  frame()
  expect(idsOf(canvas.visible(all))).toEqual(['mid', 'top', 'low', 'a', 'b'])
})

test('[BC6] hit queries turn with the node', () => {
  const { room, frame, canvas } = bind()
  room.nodes.create({ type: 'box', id: 'bar', x: 0, y: 0, w: 100, h: 20, rotation: 90 })
  frame()
  expect(idsOf(canvas.at([50, -30]))).toEqual(['bar'])
  expect(canvas.at([5, 10])).toEqual([])
  expect(idsOf(canvas.within({ x: 39, y: -41, w: 22, h: 102 }))).toEqual(['bar'])
  expect(canvas.within({ x: 0, y: 0, w: 100, h: 20 })).toEqual([])
})

test('[BC7] a parent that is missing or in a cycle leaves its contents on the canvas until that is repaired', () => {
  const { room, frame, canvas } = bind()
  room.nodes.create({ ...box, id: 'orphan', parent: 'late', x: 1 })
  room.nodes.create({ ...box, id: 'p', parent: 'q', x: 10 })
  room.nodes.create({ ...box, id: 'q', parent: 'p', x: 100 })
  frame()
  expect(places(canvas, 'orphan')).toEqual([1, 0, 0])
  expect([...canvas.nodes()].map(({ depth }) => depth).sort()).toEqual([0, 0, 1])
  room.nodes.create({ ...box, id: 'late', x: 1000 })
  room.nodes.update('q', { parent: '' })
  frame()
  expect(places(canvas, 'orphan')).toEqual([1001, 0, 1])
  expect(places(canvas, 'q')).toEqual([100, 0, 0])
  expect(places(canvas, 'p')).toEqual([110, 0, 1])
  // As somebody else's delete leaves it; the verb would take the contents along.
  room.doc.getMap('nodes').delete('late')
  frame()
  expect(places(canvas, 'orphan')).toEqual([1, 0, 0])
})

test('[BC8] a callback that throws is reported and costs its own item only', async () => {
  const still = stillRoom()
  const { room, frame } = still
  const errors: unknown[] = []
  // Vitest's own handlers would fail the run for an error that this test asks for.
  const kept = process.listeners('uncaughtException')
  process.removeAllListeners('uncaughtException')
  process.on('uncaughtException', (error) => void errors.push(error))
  onTestFinished(() => {
    process.removeAllListeners('uncaughtException')
    for (const listener of kept) process.on('uncaughtException', listener)
  })
  const seen: string[] = []
  bindCanvas(room, {
    upsert({ id }) {
      if (id === 'bad') throw new Error('no paint')
      seen.push(id)
    },
    remove: () => undefined,
    frame: () => void seen.push('frame'),
  })
  room.nodes.create({ ...box, id: 'bad', z: 'a1' })
  room.nodes.create({ ...box, id: 'good', z: 'a2' })
  frame()
  frame()
  await new Promise((resolve) => setImmediate(resolve))
  expect(seen).toEqual(['good', 'frame'])
  expect(errors).toEqual([new Error('no paint')])
})

test('[BC9] redraw asks for one frame, also from within one; after stop nothing is told', () => {
  const still = stillRoom()
  const { room, frame } = still
  let frames = 0
  const canvas = bindCanvas(room, {
    upsert: () => undefined,
    remove: () => undefined,
    frame: () => {
      frames++
      if (frames === 2) canvas.redraw()
    },
  })
  frame()
  expect([frames, still.isDue]).toEqual([1, false])
  canvas.redraw()
  canvas.redraw()
  frame()
  expect(frames).toBe(2)
  frame()
  expect([frames, still.isDue]).toEqual([3, false])
  room.nodes.create(box)
  canvas.stop()
  canvas.redraw()
  frame()
  expect(frames).toBe(3)
})

test('[BC10] whatever is edited, the binding holds what a fresh walk of the room finds', () => {
  const id = fc.integer({ min: 0, max: 9 }).map(String)
  const spot = fc.integer({ min: -400, max: 400 })
  const edit: fc.Arbitrary<(room: Room) => void> = fc.oneof(
    fc.tuple(id, fc.oneof(id, fc.constant('')), spot, spot).map(([node, parent, x, y]) => (room: Room) => {
      const entry = room.doc.getMap('nodes').get(node)
      // What two people make together may be a cycle, which the verbs refuse to one alone.
      if (entry instanceof Y.Map) entry.set('pl', [parent, x, y])
      else room.nodes.create({ type: 'box', id: node, parent, x, y, w: Math.abs(x), h: Math.abs(y) })
    }),
    fc.tuple(id, fc.constantFrom('a1', 'a2', 'a3')).map(([node, z]) => (room: Room) => {
      room.nodes.update(node, { z })
    }),
    id.map((node) => (room: Room) => room.nodes.remove(node)),
    fc.tuple(id, id).map(([from, to]) => (room: Room) => {
      room.edges.create({ source: [from, ''], target: [to, ''] })
    }),
  )
  fc.assert(
    fc.property(fc.array(fc.array(edit, { maxLength: 6 }), { maxLength: 12 }), (turns) => {
      const { room, frame } = stillRoom()
      const shown = new Map<string, BoundItem>()
      const canvas = bindCanvas(room, {
        upsert: (item) => void shown.set(`${item.kind} ${item.id}`, item),
        remove: (item) => void shown.delete(`${item.kind} ${item.id}`),
        frame: () => undefined,
      })
      for (const edits of turns) {
        for (const each of edits) each(room)
        frame()
        expect([...shown.values()].filter((item) => item.kind === 'node').length).toBe(canvas.size)
        for (const item of canvas.nodes()) {
          expect(shown.get(`node ${item.id}`)).toBe(item)
          expect(item.node).toEqual(room.nodes.get(item.id))
          expect([item.x, item.y]).toEqual(walkedPlace(room, canvas, item.id))
        }
        expect(idsOf([...canvas.nodes()]).sort()).toEqual([...room.nodes.all()].map((node) => node.id).sort())
        expect(idsOf([...canvas.edges()]).sort()).toEqual([...room.edges.all()].map((edge) => edge.id).sort())
        for (const item of canvas.edges()) {
          expect(shown.get(`edge ${item.id}`)).toBe(item)
          expect(item.source).toBe(canvas.node(item.edge.source[0]))
          expect(item.target).toBe(canvas.node(item.edge.target[0]))
        }
      }
    }),
    { numRuns: 200 },
  )
})

/** The sum of the places on the way up, for as many steps as the binding says there are: it cuts cycles where it met them. */
function walkedPlace(room: Room, canvas: CanvasBinding, id: string): readonly [number, number] {
  let [x, y] = [0, 0]
  let node = room.nodes.get(id)
  for (let steps = canvas.node(id)!.depth; node; node = steps-- > 0 ? room.nodes.get(node.parent) : undefined)
    [x, y] = [x + node.x, y + node.y]
  return [x, y]
}
