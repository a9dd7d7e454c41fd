import { createElement, type ReactNode } from 'react'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import {
  RoomProvider,
  useHistory,
  useNode,
  useNodes,
  useOthers,
  useStatus,
} from '../../client-sdk/src/react/index.ts'
import { CanvasFlow } from '../../client-sdk/src/react-flow/canvas-flow.ts'
import { stillRoom } from '../support/still-room.ts'

function Summary(): ReactNode {
  const ids = useNodes((nodes) => nodes.map(({ id }) => id))
  const node = useNode('a')
  const others = useOthers(({ length }) => length)
  const { canUndo } = useHistory()
  return [useStatus(), ids.join(), node?.x, others, canUndo].map(String).join(' ')
}

test('[RE3] on a server a provider with a URL opens nothing and renders its fallback', () => {
  const props = { url: 'ws://127.0.0.1:1/v1/rooms/never', fallback: 'opening' }
  expect(renderToString(createElement(RoomProvider, props, createElement(Summary)))).toBe('opening')
})

test('[RE3] on a server a room that is there is rendered as it is', () => {
  const { room } = stillRoom()
  room.nodes.create({ id: 'a', type: 'task', x: 7, y: 0 })
  expect(renderToString(createElement(RoomProvider, { room }, createElement(Summary)))).toBe(
    'connecting a 7 0 true',
  )
  expect(new CanvasFlow(room, {}).read().nodes).toHaveLength(1)
})

test('[RE4] a hook outside of a provider says what it needs', () => {
  expect(() => renderToString(createElement(Summary))).toThrow('useRoom needs a <RoomProvider> around it')
})
