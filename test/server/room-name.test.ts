import { expect, test } from 'vitest'
import { parseRoomName } from '../../server/src/net/room-name.ts'

test.each([
  ['/yjs/plain', 'plain'],
  ['/yjs/a/b', 'a/b'],
  ['/yjs/my%20room/1', 'my room/1'],
  ['/yjs/constructor', 'constructor'],
  ['/yjs/__proto__', '__proto__'],
  [`/yjs/${encodeURIComponent('画布🎨')}`, '画布🎨'],
  [`/yjs/${'x'.repeat(512)}`, 'x'.repeat(512)],
])('[RN1] %s names a room', (path, name) => {
  expect(parseRoomName(path, '/yjs/')).toBe(name)
})

test.each([
  '/yjs/',
  '/yjs/%',
  '/yjs/%ff',
  '/yjs/a%00',
  '/yjs/%0a',
  `/yjs/${'x'.repeat(513)}`,
  `/yjs/${'%C3%A9'.repeat(257)}`,
])('[RN2] %s names none', (path) => {
  expect(parseRoomName(path, '/yjs/')).toBeUndefined()
})
