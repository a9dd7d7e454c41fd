import { expect, test } from 'vitest'
import { isShared } from '../../client-sdk/src/react-flow/flow-options.ts'
import { nodeOf, twoPages } from '../support/sim/two-flows.ts'

test('[VA11] a node with a name that every object has is dragged like any other', async () => {
  const { mine, theirs, room, settle } = await twoPages()
  const id = '__proto__'
  room.nodes.create({ id, type: 'service', x: 1, y: 2 })
  await settle()
  mine.changeNodes([{ type: 'position', id, position: { x: 30, y: 20 }, dragging: true }])
  await settle()
  expect(nodeOf(theirs, id)).toMatchObject({ position: { x: 30, y: 20 } })
})

test('[VA11] nor does a type or a data key with such a name say what is shared', () => {
  const options = { sync: { '*': { hovered: false } } }
  for (const name of ['__proto__', 'constructor', 'hasOwnProperty', 'toString']) {
    expect(isShared(options, name, 'name')).toBe(true)
    expect(isShared(options, name, 'hovered')).toBe(false)
    expect(isShared(options, 'service', name)).toBe(true)
  }
})
