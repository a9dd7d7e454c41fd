import { expect, test } from 'vitest'
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { AwarenessTable } from '../../server/src/dialect/awareness-table.ts'
import { encodeAwareness } from '../../server/src/dialect/y-message.ts'

const ada = {}
const bob = {}
const entry = (clientId: number, clock: number, state: unknown) => ({
  clientId,
  clock,
  state: JSON.stringify(state),
})

/** A real stock peer that hears everything the table publishes. */
function peerOf(table: AwarenessTable): {
  readonly hear: () => void
  readonly states: () => Map<number, unknown>
  readonly end: () => void
} {
  const awareness = new Awareness(new Y.Doc())
  awareness.setLocalState(null)
  return {
    hear: () => {
      // The frame is type, length, payload; the payload is what y-protocols takes.
      const frame = encodeAwareness(table.takeDirty())
      applyAwarenessUpdate(awareness, frame.subarray(frame.length < 130 ? 2 : 3), 'server')
    },
    states: () => awareness.getStates(),
    end: () => awareness.destroy(),
  }
}

test('[AW1] the first state is seen although its clock is 0', () => {
  const table = new AwarenessTable()
  const peer = peerOf(table)
  table.receive(ada, entry(1, 0, { name: 'Ada' }), true)
  peer.hear()
  expect(peer.states().get(1)).toEqual({ name: 'Ada' })
  peer.end()
})

test('[AW2] an echo of somebody else changes nothing', () => {
  const table = new AwarenessTable()
  table.receive(ada, entry(1, 5, { x: 1 }), true)
  table.takeDirty()
  expect(table.receive(bob, entry(1, 5, { x: 1 }), false)).toBe(false)
  expect(table.receive(bob, entry(1, 9, { x: 'forged' }), false)).toBe(false)
  expect(table.isDirty).toBe(false)
})

test('[AW3] a leave removes the leaver alone, at the clock it had', () => {
  const table = new AwarenessTable()
  table.receive(ada, entry(1, 5, { x: 1 }), true)
  table.receive(bob, entry(2, 3, { x: 2 }), true)
  table.takeDirty()
  table.removeOf(ada)
  expect(table.takeDirty()).toEqual([{ clientId: 1, clock: 5, state: 'null' }])
  expect(table.all()).toEqual([{ clientId: 2, clock: 3, state: '{"x":2}' }])
})

test('[AW4] whoever comes back with an old clock is seen at once, twice in a row', () => {
  const table = new AwarenessTable()
  const peer = peerOf(table)
  for (const owner of [ada, bob, {}]) {
    table.receive(owner, entry(1, 5, { name: 'Ada' }), true)
    peer.hear()
    expect(peer.states().get(1)).toEqual({ name: 'Ada' })
    table.removeOf(owner)
    peer.hear()
    expect(peer.states().has(1)).toBe(false)
  }
  peer.end()
})

test('[AW5] a late echo does not bring back who left', () => {
  const table = new AwarenessTable()
  table.receive(ada, entry(1, 5, {}), true)
  table.removeOf(ada)
  expect(table.receive(bob, entry(1, 5, {}), false)).toBe(false)
  expect(table.all()).toEqual([])
})

test('[AW6] a new socket takes its own entry over from a dead one, which then removes nothing', () => {
  const table = new AwarenessTable()
  table.receive(ada, entry(1, 5, {}), true)
  expect(table.receive(bob, entry(1, 5, {}), true)).toBe(true)
  table.removeOf(ada)
  expect(table.all()).toHaveLength(1)
})

test('[AW7] those who left long ago are forgotten', () => {
  const table = new AwarenessTable()
  for (let visitor = 1; visitor <= 50; visitor++) {
    const owner = {}
    table.receive(owner, entry(visitor, 1, {}), true)
    table.removeOf(owner)
  }
  for (let second = 0; second < 62; second++) table.sweep()
  expect((table as unknown as { left: Map<number, unknown> }).left.size).toBe(0)
})
