import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { Replica } from '../support/replica.ts'

const box = { type: 'box', x: 1, y: 2, w: 3, h: 4 }

/** Two replicas that have exchanged everything, with a node `a`. */
function pair(): [left: Replica, right: Replica] {
  const left = new Replica(1)
  const right = new Replica(2)
  left.canvas.nodes.create({ ...box, id: 'a', data: { label: 'l' } })
  left.exchange(right)
  left.history.clear()
  return [left, right]
}

test('[UN1] a batch is one step: undo takes all of it back, redo makes it again', () => {
  const { canvas, history, doc } = new Replica()
  expect([history.canUndo, history.undo(), history.redo()]).toEqual([false, false, false])
  canvas.batch(() => {
    for (const id of ['a', 'b']) canvas.nodes.create({ ...box, id })
    canvas.edges.create({ id: 'ab', source: ['a', ''], target: ['b', ''] })
    doc.getMap('meta').set('name', 'plan')
  })
  const after = doc.toJSON()
  expect(history.undo()).toBe(true)
  expect(doc.toJSON()).toEqual({ nodes: {}, edges: {}, meta: {} })
  expect([history.canUndo, history.canRedo]).toEqual([false, true])
  expect(history.redo()).toBe(true)
  expect(doc.toJSON()).toEqual(after)
  expect([history.canUndo, history.canRedo]).toEqual([true, false])
})

test('[UN2] an edit after an undo forgets what could be redone', () => {
  const { canvas, history } = new Replica()
  canvas.nodes.create({ ...box, id: 'a' })
  canvas.nodes.update('a', { x: 5 })
  history.undo()
  canvas.nodes.update('a', { y: 5 })
  expect(history.canRedo).toBe(false)
  expect(history.redo()).toBe(false)
})

test('[UN3] undo of a delete brings the node back whole, with its edges', () => {
  const { canvas, history, content, doc } = withEdge()
  canvas.nodes.remove('a')
  expect(history.undo()).toBe(true)
  expect(doc.toJSON()).toEqual(content)
  expect(canvas.edges.of('a').map(({ id }) => id)).toEqual(['ab'])
  history.redo()
  expect([canvas.nodes.has('a'), canvas.edges.size]).toEqual([false, 0])
})

test('[UN4] A deletes a node, B moves it meanwhile, A undoes: it is back whole, position included (yjs#472)', () => {
  for (const mine of [0, 1]) {
    const both = pair()
    const [left, right] = [both[mine], both[1 - mine]]
    left!.canvas.nodes.remove('a')
    right!.canvas.nodes.update('a', { x: 500 })
    left!.exchange(right!)
    expect(left!.canvas.nodes.has('a')).toBe(false)
    // One of the two did not create the node itself, so that nothing of it was written by the one who undoes.
    expect(left!.history.undo()).toBe(true)
    left!.exchange(right!)
    for (const { canvas } of [left!, right!])
      expect(canvas.nodes.get('a')).toMatchObject({ ...box, parent: '', data: { label: 'l' } })
  }
})

test('[UN5] undo leaves a value alone that somebody else has written since', () => {
  const [left, right] = pair()
  left.canvas.nodes.update('a', { x: 5, data: { label: 'mine' } })
  left.exchange(right)
  right.canvas.nodes.update('a', { x: 9 })
  left.exchange(right)
  expect(left.history.undo()).toBe(true)
  expect(left.canvas.nodes.get('a')).toMatchObject({ x: 9, data: { label: 'l' } })
})

test('[UN6] undo of what others deleted or overwrote changes no byte, is refused as gone, and is dropped', () => {
  const [left, right] = pair()
  left.canvas.nodes.update('a', { x: 4 })
  left.canvas.nodes.update('a', { y: 4 })
  left.exchange(right)
  right.canvas.nodes.remove('a')
  left.exchange(right)
  const before = left.bytes
  expect(left.history.undo()).toBe(false)
  expect(left.bytes).toEqual(before)
  expect(left.rejects).toMatchObject([{ reason: 'gone', nodes: ['a'], edges: [] }])
  expect([left.history.canUndo, left.history.canRedo]).toEqual([true, false])
})

test('[UN7] a node whose parent is gone comes back on the canvas itself, where it was', () => {
  const [left, right] = pair()
  left.canvas.nodes.create({ ...box, id: 'outer', x: 100, y: 100 })
  left.canvas.nodes.create({ ...box, id: 'inner', parent: 'outer', x: 10, y: 10 })
  left.canvas.nodes.create({ ...box, id: 'c', parent: 'inner' })
  left.exchange(right)
  left.canvas.nodes.remove('c')
  left.exchange(right)
  right.canvas.nodes.remove('inner')
  right.canvas.nodes.remove('outer')
  left.exchange(right)
  left.history.undo()
  expect(left.canvas.nodes.get('c')).toMatchObject({ parent: '', x: 111, y: 112 })
})

test('[UN8] an edge whose end is gone does not come back', () => {
  const [left, right] = pair()
  left.canvas.nodes.create({ ...box, id: 'b' })
  left.canvas.edges.create({ id: 'ab', source: ['a', ''], target: ['b', ''] })
  left.exchange(right)
  left.canvas.nodes.remove('a')
  left.exchange(right)
  right.canvas.nodes.remove('b')
  left.exchange(right)
  expect(left.history.undo()).toBe(true)
  expect(left.canvas.nodes.has('a')).toBe(true)
  expect(left.doc.getMap('edges').size).toBe(0)
})

test('[UN9] undo of a move into a parent that is gone, or that lies in the node by now, makes neither orphan nor cycle', () => {
  const [left, right] = pair()
  left.canvas.nodes.create({ ...box, id: 'p', x: 100, y: 100 })
  left.canvas.nodes.create({ ...box, id: 'c', parent: 'p' })
  left.canvas.nodes.update('c', { parent: '', x: 0, y: 0 })
  left.canvas.nodes.update('a', { parent: 'p' })
  left.canvas.nodes.update('a', { parent: '' })
  left.exchange(right)
  right.canvas.nodes.update('p', { parent: 'a' })
  left.exchange(right)
  expect(left.history.undo()).toBe(false)
  expect(left.canvas.nodes.get('a')!.parent).toBe('')
  left.history.undo()
  right.doc.getMap('nodes').delete('p')
  left.exchange(right)
  left.history.undo()
  expect(left.canvas.nodes.get('c')).toMatchObject({ parent: '', x: 101, y: 102 })
})

test('[UN10] undo of a create takes the edges of others with it and leaves on the canvas what they put into it', () => {
  const [left, right] = pair()
  left.canvas.nodes.create({ ...box, id: 'group', x: 100, y: 100 })
  left.exchange(right)
  right.canvas.nodes.update('a', { parent: 'group' })
  right.canvas.edges.create({ id: 'e', source: ['a', ''], target: ['group', ''] })
  left.exchange(right)
  const { content } = left
  left.history.undo()
  expect(left.canvas.nodes.get('a')).toMatchObject({ parent: '', x: 101, y: 102 })
  expect(left.canvas.edges.size).toBe(0)
  left.history.redo()
  expect(left.content).toEqual(content)
})

test('[UN11] an open step joins its batches; other edits are steps of their own', () => {
  const { canvas, history } = withEdge()
  const step = history.open()
  step.batch(() => canvas.nodes.update('a', { x: 10 }))
  canvas.nodes.update('b', { x: 77 })
  canvas.batch(() => step.batch(() => canvas.nodes.update('a', { x: 20 })))
  history.undo()
  expect([canvas.nodes.get('a')!.x, canvas.nodes.get('b')!.x]).toEqual([20, 1])
  history.undo()
  expect(canvas.nodes.get('a')!.x).toBe(1)
  history.redo()
  expect(canvas.nodes.get('a')!.x).toBe(20)
  history.undo()
  step.batch(() => canvas.nodes.update('a', { x: 30 }))
  history.undo()
  expect({ nodes: canvas.nodes.size, x: canvas.nodes.get('a')!.x }).toEqual({ nodes: 2, x: 1 })
})

test('[UN12] a cancelled step is taken back and leaves nothing to undo; without a batch it leaves every byte as it was', () => {
  const { canvas, history, bytes, doc } = withEdge()
  history.clear()
  history.open().cancel()
  expect(Y.encodeStateAsUpdate(doc)).toEqual(bytes)
  const step = history.open()
  step.batch(() => canvas.nodes.update('a', { x: 10 }))
  step.batch(() => canvas.nodes.update('a', { x: 20 }))
  step.cancel()
  expect([canvas.nodes.get('a')!.x, history.canUndo, history.canRedo]).toEqual([1, false, false])
  step.cancel()
  expect(canvas.nodes.get('a')!.x).toBe(1)
})

test('[UN15] what others did, and what the server sent, is no step', () => {
  const [left, right] = pair()
  right.canvas.nodes.update('a', { x: 50 })
  left.exchange(right)
  Y.applyUpdate(left.doc, Y.encodeStateAsUpdate(right.doc), 'another provider')
  expect(left.history.canUndo).toBe(false)
})

test('[UN16] undo is refused to a viewer, who keeps the step, and inside a batch', () => {
  const replica = new Replica()
  replica.canvas.nodes.create({ ...box, id: 'a' })
  replica.mayWrite = false
  expect(replica.history.undo()).toBe(false)
  expect(replica.rejects).toMatchObject([{ reason: 'forbidden' }])
  replica.mayWrite = true
  expect(() => replica.canvas.batch(() => replica.history.undo())).toThrow(/batch/)
  expect(replica.history.undo()).toBe(true)
})

test('[UN17] listeners hear once per frame that something can be undone or redone', () => {
  const { canvas, history, frames } = new Replica()
  let heard = 0
  history.subscribe(() => heard++)
  canvas.nodes.create({ ...box, id: 'a' })
  canvas.nodes.update('a', { x: 7 })
  history.undo()
  frames.next()
  expect(heard).toBe(1)
})

test('[UN18] undo of typing puts the text back, in the same text and only if nobody else typed', () => {
  const [left, right] = pair()
  ;(left.doc.getMap('nodes').get('a') as Y.Map<unknown>).set('d:note', new Y.Text('Hello 🙂'))
  left.exchange(right)
  const textOf = ({ doc }: Replica): Y.Text => (doc.getMap('nodes').get('a') as Y.Map<Y.Text>).get('d:note')!
  const text = textOf(left)
  text.insert(8, ' world')
  left.history.undo()
  expect(textOf(left)).toBe(text)
  expect(text.toString()).toBe('Hello 🙂')
  left.history.redo()
  expect(text.toString()).toBe('Hello 🙂 world')
  left.exchange(right)
  textOf(right).insert(0, '¡')
  left.exchange(right)
  expect(left.history.undo()).toBe(false)
  expect(text.toString()).toBe('¡Hello 🙂 world')
  left.canvas.nodes.remove('a')
  left.history.undo()
  expect(textOf(left).toDelta()).toEqual([{ insert: '¡Hello 🙂 world' }])
})

test('[UN19] taking back a refused batch is no step, and leaves what others wrote since', () => {
  const [left, right] = pair()
  left.changes.length = 0
  left.canvas.batch(() => {
    left.canvas.nodes.update('a', { x: 4, data: { label: 'mine' } })
    left.canvas.nodes.create({ ...box, id: 'b' })
  })
  left.exchange(right)
  right.canvas.nodes.update('a', { x: 9 })
  left.exchange(right)
  left.history.clear()
  left.history.takeBack(left.changes[0]!)
  expect(left.canvas.nodes.get('a')).toMatchObject({ x: 9, data: { label: 'l' } })
  expect(left.canvas.nodes.has('b')).toBe(false)
  expect(left.history.canUndo).toBe(false)
})

test('[UN22] a create that an earlier page of this person made can be taken back here', () => {
  const [left, page] = pair()
  page.canvas.nodes.create({ ...box, id: 'b' })
  left.changes.length = 0
  Y.applyUpdate(left.doc, page.bytes, 'what this device keeps')
  left.history.takeBack(left.changes[0]!)
  expect(left.canvas.nodes.has('b')).toBe(false)
})

test('[UN20] an entry that was replaced whole goes back to what it was', () => {
  const { doc, history } = new Replica()
  doc.getMap('nodes').set('a', new Y.Map([['t', 'box']]))
  doc.getMap('nodes').set('a', new Y.Map([['t', 'ball']]))
  history.undo()
  expect(doc.getMap('nodes').toJSON()).toEqual({ a: { t: 'box' } })
  history.redo()
  expect(doc.getMap('nodes').toJSON()).toEqual({ a: { t: 'ball' } })
})

test('[UN21] of two who make one id at the same time, the undo of one does not delete the node of the other', () => {
  const [left, right] = pair()
  left.canvas.nodes.create({ ...box, id: 'b', x: 1 })
  right.canvas.nodes.create({ ...box, id: 'b', x: 2 })
  left.exchange(right)
  // The higher clientID won.
  expect(left.history.undo()).toBe(false)
  expect(left.canvas.nodes.get('b')!.x).toBe(2)
  expect(right.history.undo()).toBe(true)
})

function withEdge(): Replica {
  const replica = new Replica()
  const { canvas } = replica
  canvas.nodes.create({ ...box, id: 'a', rotation: 30, style: { fill: 'red' }, data: { label: 'x' } })
  canvas.nodes.create({ ...box, id: 'b' })
  canvas.edges.create({ id: 'ab', source: ['a', 'o'], target: ['b', 'i'], waypoints: [[1, 2]] })
  return replica
}
