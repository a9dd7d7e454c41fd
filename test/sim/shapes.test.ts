import { expect, test } from 'vitest'
import type { Reject } from '../../client-sdk/src/reject.ts'
import { SimWorld, type SimClient } from '../support/sim/sim-world.ts'

function rejectsOf({ room }: SimClient): Reject[] {
  const rejects: Reject[] = []
  room.onReject((reject) => rejects.push(reject))
  return rejects
}

test('[SH4] where only canvases may be edited, what else is in the document goes back, and everybody has the same', async () => {
  const world = new SimWorld(71)
  world.server.quotas.shapes = 'refuse'
  const ada = world.join('r')
  const bob = world.join('r')
  await world.clock.pass(500)
  const rejects = rejectsOf(ada)
  ada.room.nodes.create({ id: 'n1', type: 'box', data: { label: 'one' } })
  await world.clock.pass(500)
  ada.room.doc.getText('notes').insert(0, 'beside')
  await world.clock.pass(17)
  ada.room.nodes.update('n1', { x: 40 })
  await world.clock.pass(2_000)
  expect(rejects).toMatchObject([{ reason: 'schema', message: 'only a canvas may be edited here' }])
  for (const { room } of [ada, bob]) {
    expect(room.doc.getText('notes').toJSON()).toBe('')
    expect(room.nodes.get('n1')).toMatchObject({ x: 40, data: { label: 'one' } })
    expect(room.doc.store.pendingStructs).toBeNull()
  }
  expect(ada.room.sync).toMatchObject({ state: 'saved', unsaved: 0 })
  expect(world.server.counters.limited.get('shape')).toBeGreaterThan(0)
})

test('[SH5] everything that the SDK does to a canvas is part of one', async () => {
  const world = new SimWorld(72)
  world.server.quotas.shapes = 'refuse'
  const schema = { version: 1, nodes: { box: { data: { notes: { merge: 'text' } } } } } as const
  const ada = world.join('r', { schema })
  const bob = world.join('r', { schema })
  await world.clock.pass(500)
  const rejects = [rejectsOf(ada), rejectsOf(bob)]
  const { nodes, edges, meta, history } = ada.room
  for (const id of ['a', 'b', 'c']) nodes.create({ id, type: 'box', x: 1, w: 10, h: 10 })
  edges.create({ id: 'e', source: ['a', 'out'], target: ['b', 'in'] })
  await world.clock.pass(200)
  nodes.group(['a', 'b'], { type: 'box' })
  nodes.bringToFront(['c'])
  nodes.text('c', 'notes')!.insert(0, 'hello')
  meta.set('title', 'plan')
  await world.clock.pass(200)
  bob.room.nodes.text('c', 'notes')!.insert(5, ' world')
  bob.room.nodes.update('a', { x: 9, data: { label: 'x' } })
  await world.clock.pass(200)
  ada.room.paste(ada.room.copy(['a', 'b', 'c']), { dx: 10, dy: 10 })
  nodes.remove('c')
  await world.clock.pass(200)
  while (history.canUndo) history.undo()
  await world.clock.pass(200)
  while (history.canRedo) history.redo()
  await world.clock.pass(2_000)
  expect(rejects.flat().filter(({ reason }) => reason === 'schema')).toEqual([])
  expect(bob.room.doc.getMap('nodes').toJSON()).toEqual(ada.room.doc.getMap('nodes').toJSON())
  expect(world.server.counters.limited.get('shape')).toBeUndefined()
})
