import { limits } from '@coplane/client/protocol/limits'
import { parseRoomName } from '../../../server/src/net/room-name.ts'
import { must, type Target } from '../target.ts'

/** Paths of upgrade requests: a name that comes out is one, and says the same when it is asked for again. */
export const names: Target = {
  name: 'names',
  maxBytes: 2_048,
  share: 0.1,
  seeds: () =>
    ['board', 'a/b', 'my%20room/1', '%C3%BC', '__proto__', '%', '%00', '%ff', '%F0%9F%8E%88', ''].map(
      (path) => new TextEncoder().encode(path),
    ),
  words: ['%', '%2F', '%25', '%00', '%7f', '..', '/', '%EF%BB%BF', '%ED%A0%80'].map((text) =>
    new TextEncoder().encode(text),
  ),
  run(input) {
    const name = parseRoomName(`/rooms/${Buffer.from(input).toString('latin1')}`, '/rooms/')
    if (name === undefined) return
    must(name.length > 0 && Buffer.byteLength(name) <= limits.maxRoomNameBytes, 'a name is empty or too long')
    must(parseRoomName(`/rooms/${encodeURIComponent(name)}`, '/rooms/') === name, 'a name is not its own')
  },
}
