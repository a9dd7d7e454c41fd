import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { box, drawnReplica } from '../support/drawn-replica.ts'

test('[GL1] 100 gestures of 60 frames with ten nodes each, committed when the hand lets go, add at most 12 KB', () => {
  const { replica, grown } = drawnReplica()
  const { canvas } = replica
  for (let gesture = 0; gesture < 100; gesture++) {
    const ids = Array.from({ length: 10 }, (_, index) => `n${(gesture * 10 + index) % 1_000}`)
    const at = new Map(ids.map((id) => [id, canvas.nodes.get(id)!.x]))
    // The frames are on the screen only; the live lane carries them.
    for (let frame = 0; frame < 60; frame++) for (const id of ids) at.set(id, at.get(id)! + 2.25)
    canvas.batch(() => {
      for (const [id, x] of at) canvas.nodes.update(id, { x, y: x / 2 })
    })
  }
  expect(grown()).toBeGreaterThan(0)
  expect(grown()).toBeLessThanOrEqual(12 * 1024)
})

test('[GL2] 10,000 commits of one node each add at most 12 bytes a commit, of one node again and again 64 bytes in all', () => {
  const spread = drawnReplica()
  for (let commit = 0; commit < 10_000; commit++)
    spread.replica.canvas.nodes.update(`n${(commit * 7) % 1_000}`, { x: commit, y: commit })
  expect(spread.grown()).toBeLessThanOrEqual(12 * 10_000)
  const same = drawnReplica()
  for (let commit = 0; commit < 10_000; commit++)
    same.replica.canvas.nodes.update('n7', { x: commit, y: commit })
  expect(same.grown()).toBeLessThanOrEqual(64)
})

test('[GL3] undo and redo again and again grow the document no faster than edits do', () => {
  const { replica, grown } = drawnReplica()
  for (let round = 0; round < 1_000; round++) {
    replica.canvas.nodes.update(`n${round}`, { x: -round - 1 })
    replica.history.undo()
    replica.history.redo()
  }
  expect(grown()).toBeLessThanOrEqual(3 * 12 * 1_000)
})

test('[GL4] a node that was made and deleted leaves at most 16 bytes', () => {
  const { replica, grown } = drawnReplica()
  for (let round = 0; round < 1_000; round++) {
    replica.canvas.nodes.create({ ...box, id: `t${round}` })
    replica.canvas.nodes.remove(`t${round}`)
  }
  expect(grown()).toBeLessThanOrEqual(16 * 1_000)
})

test('[GL5] edits that change nothing leave every byte as it is', () => {
  const { replica } = drawnReplica()
  const { canvas, bytes } = { canvas: replica.canvas, bytes: replica.bytes }
  canvas.nodes.update('n1', { style: { fill: 'red', size: [1, 2] } })
  const styled = replica.bytes
  expect(styled).not.toEqual(bytes)
  canvas.nodes.update('n1', { x: 1, y: 1, style: { size: [1, 2], fill: 'red' }, data: { label: 'node' } })
  canvas.nodes.setParent(['n1', 'n2'], '')
  canvas.nodes.bringToFront(['n999'])
  canvas.batch(() => undefined)
  expect(replica.bytes).toEqual(styled)
  expect(Y.encodeStateAsUpdateV2(replica.doc).length).toBeLessThan(styled.length)
})
