import * as Y from 'yjs'
import { UpdateScan } from '../../../server/src/room/update/update-scan.ts'
import { assertSound } from '../../support/assert-sound.ts'
import { any, contents, craftUpdate, length, text, type, types } from '../../support/crafted-update.ts'
import { RefusingRoom } from '../../support/refusing-room.ts'
import { scribble } from '../../support/scribbles.ts'
import { isSameBytes, joinChunks, must, splitChunks, type Target } from '../target.ts'

/**
 * Updates on their way through a room's document to a replica, a log and a snapshot: each is refused whole or applied whole, and
 * whatever was applied can be written, read again and repaired.
 */
export const updates: Target = {
  name: 'updates',
  maxBytes: 2_048,
  share: 0.1,
  seeds: () => [...scribbles(), ...crafted()],
  words: [
    Uint8Array.of(1, 1),
    Uint8Array.of(0, 0),
    Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f),
    Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x40),
    ...['nodes', 'edges', 'meta', 'pl', 'z', 't', 's', 'e', '__proto__', 'constructor'].map((name) =>
      Uint8Array.of(name.length, ...new TextEncoder().encode(name)),
    ),
    ...Array.from({ length: 11 }, (_, content) => Uint8Array.of(content)),
    Uint8Array.of(7, 1),
    Uint8Array.of(0x84, 1, 0),
    Uint8Array.of(0x47, 1, 0, 1),
    Uint8Array.of(0x28, 1),
  ],
  run(input) {
    const room = new RefusingRoom()
    for (const update of splitChunks(input)) tick(room, update)
    if (room.log.length === 0) return
    assertSound(room.replica)
    const [fromLog, fromSnapshot] = room.reopened().map((document) => document.stateVector())
    const live = room.document.stateVector()
    must(isSameBytes(fromLog!, live), 'a log holds something else than what was live')
    // A snapshot leaves out what is known already, and which what waits may have waited behind.
    must(covers(fromSnapshot!, live), 'a snapshot holds less than what was live')
  },
}

function tick(room: RefusingRoom, update: Uint8Array): void {
  if (UpdateScan.judge(update) === 'malformed') return
  Y.decodeUpdate(update)
  const before = room.snapshot()
  const refused = room.tick([update])
  if (refused.length > 0) must(isSameBytes(room.snapshot(), before), 'a refused update left something behind')
  must(
    isSameBytes(Y.encodeStateVector(room.replica), room.document.stateVector()),
    'a tick does not hold all that the server has',
  )
}

function covers(vector: Uint8Array, other: Uint8Array): boolean {
  const clocks = Y.decodeStateVector(vector)
  return [...Y.decodeStateVector(other)].every(([client, clock]) => (clocks.get(client) ?? 0) >= clock)
}

function scribbles(): Uint8Array[] {
  return Array.from({ length: 24 }, (_, seed) => joinChunks(scribble(seed, 3, 8)))
}

/** Shapes that are rare among honest ones. */
function crafted(): Uint8Array[] {
  const value = { content: contents.any, parent: 'nodes', key: 'a', write: any(1) }
  const node = { content: contents.type, parent: 'nodes', key: 'n', write: type(types.map) }
  const inNode = { content: contents.any, parent: { client: 5, clock: 0 }, key: 'pl', write: any(['', 1, 2]) }
  const list = { content: contents.string, parent: 'text', write: text('abcdef') }
  const rich = { content: contents.type, parent: 'nodes', key: 'x', write: type(types.text) }
  const blocks = (...structs: Parameters<typeof craftUpdate>[0][0]['structs'][number][]): Uint8Array =>
    craftUpdate([{ client: 5, clock: 0, structs }])
  return [
    [blocks(node, inNode), craftUpdate([], [[5, 0, 1]])],
    [blocks({ content: contents.gc, write: length(3) }, value)],
    [blocks({ content: contents.skip, write: length(3) }, value), blocks(value, value, value)],
    [
      blocks(list),
      craftUpdate(
        [
          {
            client: 6,
            clock: 0,
            structs: [
              {
                content: contents.any,
                origin: { client: 5, clock: 2 },
                right: { client: 5, clock: 3 },
                write: any(1, 2),
              },
            ],
          },
        ],
        [[5, 1, 3]],
      ),
    ],
    [
      blocks(rich, {
        content: contents.format,
        parent: { client: 5, clock: 0 },
        write: (encoder) => {
          text('bold')(encoder)
          text('true')(encoder)
        },
      }),
    ],
    [blocks({ content: contents.embed, parent: 'text', write: text('{"a":1}') })],
    [
      blocks({
        content: contents.doc,
        parent: 'nodes',
        key: 'd',
        write: (encoder) => {
          text('g')(encoder)
          encoder.cbuf[encoder.cpos++] = 118
          encoder.cbuf[encoder.cpos++] = 0
        },
      }),
    ],
    [blocks({ content: contents.deleted, parent: 'nodes', key: 'a', write: length(2) }, value)],
    [craftUpdate([{ client: 5, clock: 2, structs: [value] }]), blocks(value, value)],
  ].map(joinChunks)
}
