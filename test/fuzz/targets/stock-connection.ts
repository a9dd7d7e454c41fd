import * as Y from 'yjs'
import {
  encodeAwareness,
  encodeSyncStep1,
  encodeSyncStep2,
  encodeSyncUpdate,
} from '../../../server/src/dialect/y-message.ts'
import { scribble } from '../../support/scribbles.ts'
import { ConnectionWorld } from '../connection-world.ts'
import { joinChunks, splitChunks, type Target } from '../target.ts'

const state = (value: unknown): Uint8Array =>
  encodeAwareness([{ clientId: 7, clock: 1, state: JSON.stringify(value) }])

/** A stranger on a stock y-websocket socket. */
export const stockConnection: Target = {
  name: 'stock-connection',
  maxBytes: 2_048,
  share: 0.006,
  seeds: () => [
    joinChunks([
      encodeSyncStep1(Y.encodeStateVector(new Y.Doc())),
      state({}),
      state({ user: { name: 'a', color: '#fff' }, cursor: { x: 1, y: 2 } }),
      state(null),
    ]),
    joinChunks([Uint8Array.of(3), encodeAwareness([]), encodeSyncStep2(Uint8Array.of(0, 0))]),
    joinChunks([state({ user: { ['__proto__']: 1, constructor: [1e308, -1e308] }, cursor: [1] })]),
    ...Array.from({ length: 8 }, (_, seed) => joinChunks(scribble(seed, 2, 5).map(encodeSyncUpdate))),
  ],
  words: [
    Uint8Array.of(0, 0),
    Uint8Array.of(0, 1),
    Uint8Array.of(0, 2),
    Uint8Array.of(1),
    Uint8Array.of(3),
    ...['{"user":{', '"cursor":{"x":1e999,"y":0}', '"__proto__":', '[[[[', 'null'].map((text) =>
      new TextEncoder().encode(text),
    ),
  ],
  async run(input) {
    const world = await ConnectionWorld.open()
    await world.stockStranger(splitChunks(input))
    await world.close()
  },
}
