import { expect, test } from 'vitest'
import type * as Y from 'yjs'
import type { Reject } from '../../client-sdk/src/reject.ts'
import { SeededRandom } from '../support/sim/seeded-random.ts'
import { SimWorld, type SimClient } from '../support/sim/sim-world.ts'

const kib = 1024
const random = new SeededRandom(3)

/** Letters that no encoding makes shorter. */
function text(length: number): string {
  return Array.from({ length }, () => String.fromCharCode(97 + random.below(26))).join('')
}

function rejectsOf({ room }: SimClient): Reject[] {
  const rejects: Reject[] = []
  room.onReject((reject) => rejects.push(reject))
  return rejects
}

function contentOf(doc: Y.Doc): unknown {
  return { nodes: doc.getMap('nodes').toJSON(), edges: doc.getMap('edges').toJSON() }
}

/** Everybody sees the same, nothing waits anywhere, and it is what is on disk. */
async function expectAgreement(world: SimWorld, ...clients: readonly SimClient[]): Promise<void> {
  await world.clock.pass(2_000)
  const stored = contentOf(await world.stored('r'))
  for (const { room } of clients) {
    expect(contentOf(room.doc)).toEqual(stored)
    expect(room.doc.store.pendingStructs).toBeNull()
    expect(room.sync.unsaved).toBe(0)
  }
}

test('[QT17] an import that does not fit is taken back whole, what came after it and what others did stays', async () => {
  const world = new SimWorld(61)
  world.server.quotas.documentBytes = 256 * kib
  const ada = world.join('r')
  const bob = world.join('r')
  await world.clock.pass(500)
  const rejects = rejectsOf(ada)
  for (let node = 0; node < 40; node++)
    bob.room.nodes.create({ id: `b${node}`, type: 'box', data: { text: text(5 * kib) } })
  await world.clock.pass(1_000)
  ada.room.batch(() => {
    for (let node = 0; node < 20; node++)
      ada.room.nodes.create({ id: `a${node}`, type: 'box', data: { text: text(5 * kib) } })
    ada.room.nodes.update('b1', { x: 100 })
  })
  // In flight while the refusal is under way: it builds on what is refused.
  await world.clock.pass(17)
  ada.room.nodes.create({ id: 'a-later', type: 'box' })
  bob.room.nodes.update('b2', { x: 200 })
  await expectAgreement(world, ada, bob)
  expect(rejects).toMatchObject([{ reason: 'full', message: expect.stringContaining('262144') as string }])
  expect(ada.room.nodes.has('a0')).toBe(false)
  expect(ada.room.nodes.get('b1')).toMatchObject({ x: 0 })
  expect(ada.room.nodes.get('b2')).toMatchObject({ x: 200 })
  expect(ada.room.nodes.has('a-later')).toBe(true)
})

test('[QT18] in a full room nodes are still moved and deleted, and then it takes more', async () => {
  const world = new SimWorld(62)
  world.server.quotas.documentBytes = 128 * kib
  const ada = world.join('r')
  const bob = world.join('r')
  await world.clock.pass(500)
  const rejects = rejectsOf(ada)
  let node = 0
  while (rejects.length === 0 && node < 100) {
    ada.room.nodes.create({ id: `n${node++}`, type: 'box', data: { text: text(6 * kib) } })
    await world.clock.pass(100)
  }
  expect(rejects).toMatchObject([{ reason: 'full', nodes: [`n${node - 1}`] }])
  for (let move = 0; move < 200; move++) {
    ada.room.nodes.update(`n${move % 10}`, { x: move })
    await world.clock.pass(20)
  }
  await expectAgreement(world, ada, bob)
  expect(rejects).toHaveLength(1)
  expect(bob.room.nodes.get('n9')).toMatchObject({ x: 199 })
  bob.room.batch(() => {
    for (let each = 0; each < 10; each++) bob.room.nodes.remove(`n${each}`)
  })
  await world.clock.pass(500)
  ada.room.nodes.create({ id: 'after', type: 'box', data: { text: text(20 * kib) } })
  await expectAgreement(world, ada, bob)
  expect(rejects).toHaveLength(1)
  expect(bob.room.nodes.has('after')).toBe(true)
})

test('[QT19] nodes and edges beyond the number that a room may have are taken back alone, and their author is told', async () => {
  const world = new SimWorld(63)
  world.server.quotas.documentItems = 10
  const ada = world.join('r')
  const bob = world.join('r')
  await world.clock.pass(500)
  const [rejects, others] = [rejectsOf(ada), rejectsOf(bob)]
  ada.room.batch(() => {
    for (let node = 0; node < 9; node++) ada.room.nodes.create({ id: `n${node}`, type: 'box' })
  })
  await world.clock.pass(500)
  ada.room.batch(() => {
    ada.room.nodes.update('n1', { x: 40 })
    for (let node = 9; node < 12; node++) ada.room.nodes.create({ id: `n${node}`, type: 'box' })
    ada.room.edges.create({ id: 'e', source: ['n1', ''], target: ['n2', ''] })
  })
  await expectAgreement(world, ada, bob)
  expect(bob.room.nodes.size + bob.room.edges.size).toBe(10)
  expect(bob.room.nodes.get('n1')).toMatchObject({ x: 40 })
  expect(rejects.every(({ reason }) => reason === 'full')).toBe(true)
  expect(rejects.flatMap(({ nodes, edges }) => nodes.concat(edges))).toHaveLength(3)
  expect(others).toEqual([])
  expect(world.server.counters.limited.get('document-items')).toBe(3)
  bob.room.nodes.remove('n0')
  await world.clock.pass(500)
  bob.room.nodes.create({ id: 'again', type: 'box' })
  await expectAgreement(world, ada, bob)
  expect(ada.room.nodes.has('again')).toBe(true)
  expect(others).toEqual([])
})
