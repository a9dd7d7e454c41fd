import * as Y from 'yjs'
import { describe, expect, test } from 'vitest'
import { seedCanvas } from '../../loadtest/scenario/canvas-seed.ts'
import { Mover } from '../../loadtest/scenario/mover.ts'
import { seededRandom } from '../../loadtest/driver/random.ts'
import { Canvas } from '../../client-sdk/src/canvas/canvas.ts'

describe('updates that a load makes without Yjs', () => {
  test('[LG1] the seed is what Yjs itself would have encoded', () => {
    for (const count of [1, 2, 100, 1_000]) {
      const seed = seedCanvas(count)
      const doc = new Y.Doc()
      Y.applyUpdate(doc, seed.update)
      expect(doc.store.pendingStructs).toBeNull()
      expect(doc.getMap('nodes').size).toBe(count)
      expect(Buffer.from(Y.encodeStateAsUpdate(doc)).equals(seed.update)).toBe(true)
    }
  })

  test('[LG2] every seeded entry is a node or an edge of the canvas', () => {
    void Canvas
    const { update } = seedCanvas(50)
    const doc = new Y.Doc()
    Y.applyUpdate(doc, update)
    const nodes = doc.getMap<Y.Map<unknown>>('nodes')
    expect(nodes.get('n7')!.toJSON()).toMatchObject({ t: 'function', sz: [176, 56], 'd:label': 'function 7' })
    for (const edge of doc.getMap<Y.Map<unknown>>('edges').values()) {
      const [source] = edge.get('s') as [string]
      expect(nodes.has(source)).toBe(true)
    }
  })

  test('[LG3] a thousand moves by twenty hands end where the last move of each node put it, byte for byte as Yjs encodes them', () => {
    const random = seededRandom(7)
    const seed = seedCanvas(100)
    const doc = new Y.Doc()
    Y.applyUpdate(doc, seed.update)
    const movers = Array.from({ length: 20 }, (_, index) => new Mover(1_000 + index * 77_777_777))
    const places = new Map<string, [string, number, number]>()
    for (let step = 0; step < 1_000; step++) {
      const index = Math.floor(random() * 20)
      const first = index * 5
      const count = 1 + Math.floor(random() * 5)
      const moves = seed.nodes.slice(first, first + count).map((node) => {
        const [x, y] = [(random() - 0.5) * 10_000, step === 0 ? 12 : (random() - 0.5) * 1e6]
        places.set(node.id, ['', Math.round(x * 4) / 4, Math.round(y * 4) / 4])
        return { node, x, y }
      })
      const update = movers[index]!.update(moves)
      let emitted: Uint8Array | undefined
      doc.once('update', (bytes: Uint8Array) => {
        emitted = bytes
      })
      Y.applyUpdate(doc, update)
      expect(doc.store.pendingStructs).toBeNull()
      expect(Buffer.from(emitted!).equals(update)).toBe(true)
    }
    const nodes = doc.getMap<Y.Map<unknown>>('nodes')
    for (const [id, place] of places) expect(nodes.get(id)!.get('pl')).toEqual(place)
  })
})
