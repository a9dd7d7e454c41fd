import { expect, test } from 'vitest'
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { AwarenessTable } from '../../server/src/dialect/awareness-table.ts'
import { Counters } from '../../server/src/room/counters.ts'
import { roomLimits } from '../../server/src/room/room-limits.ts'
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
  const table = new AwarenessTable(new Counters())
  const peer = peerOf(table)
  table.receive(ada, entry(1, 0, { name: 'Ada' }), true)
  peer.hear()
  expect(peer.states().get(1)).toEqual({ name: 'Ada' })
  peer.end()
})

test('[AW2] an echo of somebody else changes nothing', () => {
  const table = new AwarenessTable(new Counters())
  table.receive(ada, entry(1, 5, { x: 1 }), true)
  table.takeDirty()
  expect(table.receive(bob, entry(1, 5, { x: 1 }), false)).toBe(false)
  expect(table.receive(bob, entry(1, 9, { x: 'forged' }), false)).toBe(false)
  expect(table.isDirty).toBe(false)
})

test('[AW3] a leave removes the leaver alone, at the clock it had', () => {
  const table = new AwarenessTable(new Counters())
  table.receive(ada, entry(1, 5, { x: 1 }), true)
  table.receive(bob, entry(2, 3, { x: 2 }), true)
  table.takeDirty()
  table.removeOf(ada)
  expect(table.takeDirty()).toEqual([{ clientId: 1, clock: 5, state: 'null' }])
  expect(table.all()).toEqual([{ clientId: 2, clock: 3, state: '{"x":2}' }])
})

test('[AW4] whoever comes back with an old clock is seen at once, twice in a row', () => {
  const table = new AwarenessTable(new Counters())
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
  const table = new AwarenessTable(new Counters())
  table.receive(ada, entry(1, 5, {}), true)
  table.removeOf(ada)
  expect(table.receive(bob, entry(1, 5, {}), false)).toBe(false)
  expect(table.all()).toEqual([])
})

test('[AW6] a new socket takes its own entry over from a dead one, which then removes nothing', () => {
  const table = new AwarenessTable(new Counters())
  table.receive(ada, entry(1, 5, {}), true)
  expect(table.receive(bob, entry(1, 5, {}), true)).toBe(true)
  table.removeOf(ada)
  expect(table.all()).toHaveLength(1)
})

test('[AW7] those who left long ago are forgotten', () => {
  const table = new AwarenessTable(new Counters())
  for (let visitor = 1; visitor <= 50; visitor++) {
    const owner = {}
    table.receive(owner, entry(visitor, 1, {}), true)
    table.removeOf(owner)
  }
  for (let second = 0; second < 62; second++) table.sweep()
  expect((table as unknown as { left: Map<number, unknown> }).left.size).toBe(0)
})

test('[AW8] another user’s socket takes nobody’s entry, whatever its clock; the same user’s does', () => {
  const table = new AwarenessTable(new Counters())
  const [first, thief, second] = [{ user: 'ada' }, { user: 'eve' }, { user: 'ada' }]
  table.receive(first, entry(1, 5, { name: 'Ada' }), true)
  table.takeDirty()
  expect(table.receive(thief, entry(1, 99, { name: 'forged' }), true)).toBe(false)
  expect(table.receive({}, entry(1, 99, { name: 'forged' }), true)).toBe(false)
  table.removeOf(thief)
  expect(table.isDirty).toBe(false)
  expect(table.receive(second, entry(1, 5, { name: 'Ada' }), true)).toBe(true)
  table.removeOf(first)
  expect(table.all()).toHaveLength(1)
})

test('[AW9] where users are not told apart, a living socket takes its entry back from who took it', () => {
  const table = new AwarenessTable(new Counters())
  const peer = peerOf(table)
  table.receive(ada, entry(1, 5, { name: 'Ada' }), true)
  table.receive(bob, entry(1, 6, { name: 'forged' }), true)
  peer.hear()
  expect(table.receive(ada, entry(1, 6, { name: 'Ada' }), true)).toBe(true)
  table.removeOf(bob)
  peer.hear()
  expect(peer.states().get(1)).toEqual({ name: 'Ada' })
  peer.end()
})

test('[AW10] nobody takes the entry that shows a member of another dialect', () => {
  const table = new AwarenessTable(new Counters())
  const bridge = {}
  table.set(bridge, 1, '{"user":"native"}')
  expect(table.receive(bob, entry(1, 99, { user: 'forged' }), true)).toBe(false)
  expect(table.all()).toEqual([{ clientId: 1, clock: 1, state: '{"user":"native"}' }])
})

test('[AW11] a socket speaks for so many clients, and for others again when those left', () => {
  const counters = new Counters()
  const table = new AwarenessTable(counters)
  const relay = {}
  const { awarenessClients } = roomLimits
  for (let client = 1; client <= awarenessClients + 5; client++)
    table.receive(relay, entry(client, 1, { client }), false)
  expect(table.all()).toHaveLength(awarenessClients)
  expect(counters.limited.get('awareness')).toBe(5)
  expect(table.receive(bob, entry(900, 1, {}), true), 'others have their own').toBe(true)
  expect(table.receive(relay, { clientId: 1, clock: 2, state: 'null' }, false)).toBe(true)
  expect(table.receive(relay, entry(100, 1, {}), false)).toBe(true)
})

test('[AW12] a state that is too long is not shown, and the one before it stays', () => {
  const counters = new Counters()
  const table = new AwarenessTable(counters)
  const state = 'x'.repeat(roomLimits.awarenessLetters)
  table.receive(ada, entry(1, 1, { name: 'Ada' }), true)
  expect(table.receive(ada, entry(1, 2, state), true)).toBe(false)
  expect(table.receive(bob, entry(2, 2, state), true)).toBe(false)
  expect(table.all()).toEqual([{ clientId: 1, clock: 1, state: '{"name":"Ada"}' }])
  expect(counters.limited.get('awareness')).toBe(2)
})

test('[AW13] the states of a room have so many letters in all, and those who left give theirs back', () => {
  const table = new AwarenessTable(new Counters())
  const state = 'x'.repeat(roomLimits.awarenessLetters - 2)
  const owners = Array.from({ length: 600 }, () => ({}))
  for (const [client, owner] of owners.entries()) table.receive(owner, entry(client, 1, state), true)
  const most = roomLimits.awarenessRoomLetters / roomLimits.awarenessLetters
  expect(table.all()).toHaveLength(most)
  for (const owner of owners) table.removeOf(owner)
  expect(table.receive(bob, entry(7, 5, state), true)).toBe(true)
})

test('[AW14] of a crowd that comes and goes only so many are remembered', () => {
  const table = new AwarenessTable(new Counters())
  for (let visitor = 0; visitor < 2 * roomLimits.awarenessLeft; visitor++) {
    const owner = {}
    table.receive(owner, entry(visitor, 1, {}), true)
    table.removeOf(owner)
  }
  expect((table as unknown as { left: Map<number, unknown> }).left.size).toBe(roomLimits.awarenessLeft)
})
