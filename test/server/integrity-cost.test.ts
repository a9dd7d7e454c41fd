import { beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { orderKeysBetween } from '../../client-sdk/src/model/order-key.ts'
import { RawAuthor } from '../support/raw-author.ts'
import { RepairedRoom } from '../support/repaired-room.ts'
import { SeededRandom } from '../support/sim/seeded-random.ts'

/** A sound canvas: frames on the canvas, each with nodes, and a chain of edges through all of them. */
function open(frames: number, perFrame: number): { room: RepairedRoom; ada: RawAuthor; looks: () => number } {
  const ada = new RawAuthor(1)
  const random = new SeededRandom(1).next
  const frameZ = orderKeysBetween(undefined, undefined, frames, random)
  const nodeZ = orderKeysBetween(undefined, undefined, perFrame, random)
  ada.doc.transact(() => {
    for (let frame = 0; frame < frames; frame++) {
      ada.node(`f${frame}`, ['', frame * 1000, 0], frameZ[frame])
      for (let index = 0; index < perFrame; index++) {
        ada.node(`f${frame}n${index}`, [`f${frame}`, index, 1], nodeZ[index])
        ada.edge(`e${frame}-${index}`, `f${frame}`, `f${frame}n${index}`)
      }
    }
  })
  const stored = { snapshot: Y.encodeStateAsUpdateV2(ada.doc), updates: [], seq: 1 }
  ada.take()
  const room = new RepairedRoom({ stored })
  let before = 0
  const looks = (): number => {
    const { integrityLooks } = room.counters
    const since = integrityLooks - before
    before = integrityLooks
    return since
  }
  return { room, ada, looks }
}

test('[IN8] the first tick looks at the whole document once, and a sound one is not written', () => {
  const { room, ada, looks } = open(10, 99)
  expect(room.apply([]).update).toBeUndefined()
  expect(looks()).toBeLessThan(10 * 1000)
  ada.set('f3', 'pl', ['', 1, 1])
  room.tick(ada)
  expect(looks()).toBe(1)
})

describe('[IN8] in a document of 10,000 nodes', () => {
  let canvas: ReturnType<typeof open>

  beforeAll(() => {
    canvas = open(100, 99)
    canvas.room.apply([])
  })

  test.each([
    ['a move', 1, (ada: RawAuthor) => ada.set('f1n1', 'pl', ['f1', 7, 7])],
    ['another parent', 8, (ada: RawAuthor) => ada.set('f2n1', 'pl', ['f3', 7, 7])],
    ['a z that is taken', 8, (ada: RawAuthor) => ada.set('f4n1', 'z', zOf(ada, 'f4n2'))],
    ['a cycle', 12, (ada: RawAuthor) => ada.set('f5', 'pl', ['f5n1', 0, 0])],
    ['a dangling edge', 2, (ada: RawAuthor) => ada.edge('new', 'f6', 'nowhere')],
    ['no number', 1, (ada: RawAuthor) => ada.set('f7n1', 'pl', ['f7', Number.NaN, 0])],
    ['a deletion', 2, (ada: RawAuthor) => ada.nodes.delete('f8n1')],
  ] as const)('[IN8] %s costs at most %i looks', (_, most, write) => {
    const { room, ada, looks } = canvas
    looks()
    write(ada)
    room.tick(ada)
    expect(looks()).toBeLessThanOrEqual(most)
  })
})

function zOf(ada: RawAuthor, id: string): unknown {
  return (ada.nodes.get(id) as Y.Map<unknown>).get('z')
}

test('[IN9] opening a room, and reading in it, writes nothing; the first tick repairs what was stored broken', () => {
  const ada = new RawAuthor(1)
  ada.node('a', ['gone', 1, 2], 'a1')
  ada.node('b', ['c', 3, 4], 'a1')
  ada.node('c', ['b', 5, 6], 'a1', { sz: [Number.NaN, 1] })
  ada.edge('ax', 'a', 'x')
  const stored = { snapshot: undefined, updates: ada.take(), seq: 4 }
  const room = new RepairedRoom({ stored })
  expect(room.document.stateVector()).toEqual(Y.encodeStateVector(ada.doc))
  expect(room.document.hasNode('a')).toBe(true)
  ada.doc.getMap('meta').set('name', 'board')
  const { refusals } = room.tick(ada)
  expect(room.nodes).toMatchObject({ a: { pl: ['', 1, 2] }, c: { pl: ['', 5, 6], sz: [0, 1] } })
  expect(room.edges).toEqual({})
  expect(refusals, 'whoever wrote that is not here any more').toEqual([])
})

test('[IN9] a parent that the very first tick deletes is still known', () => {
  const ada = new RawAuthor(1)
  ada.node('frame', ['', 100, 100], 'a1')
  ada.node('a', ['frame', 1, 2], 'a1')
  const room = new RepairedRoom({ stored: { snapshot: undefined, updates: ada.take(), seq: 1 } })
  ada.nodes.delete('frame')
  room.tick(ada)
  expect(room.nodes['a']!['pl']).toEqual(['', 101, 102])
})

test('[IN10] all repairs of a room’s stay in memory are one client’s, and a room without repairs adds none', () => {
  const room = new RepairedRoom()
  const ada = new RawAuthor(1)
  ada.node('a', ['', 0, 0], 'a1')
  room.tick(ada)
  expect([...Y.decodeStateVector(room.document.stateVector()).keys()]).toEqual([1])
  for (let round = 0; round < 5; round++) {
    ada.set('a', 'pl', ['', Number.NaN, round])
    room.tick(ada)
  }
  expect(Y.decodeStateVector(room.document.stateVector()).size).toBe(2)
})

test('[IN10] whoever writes under the id of the repairs loses nothing: the next repair takes another', () => {
  const room = new RepairedRoom()
  const ada = new RawAuthor(1)
  ada.node('a', ['', 0, 0], 'a1')
  ada.set('a', 'pl', ['', Number.NaN, 0])
  room.tick(ada)
  const own = [...Y.decodeStateVector(room.document.stateVector()).keys()].find((id) => id !== 1)!
  const forger = new RawAuthor(2)
  forger.receive(Y.encodeStateAsUpdate(room.replica))
  forger.doc.clientID = own
  forger.node('b', ['', 1, 1], 'a1')
  room.tick(forger)
  expect(room.nodes['b']!['pl']).toEqual(['', 1, 1])
  expect(room.nodes['b']!['z']).not.toBe('a1')
  expect(Y.decodeStateVector(room.document.stateVector()).size).toBe(3)
})
