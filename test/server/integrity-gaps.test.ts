import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { editorId, repairId, viewerId } from '../../client-sdk/src/model/writer-ids.ts'
import { RawAuthor } from '../support/raw-author.ts'
import { RepairedRoom } from '../support/repaired-room.ts'

/** What a page has that the server lacks, except what another one wrote, and every deletion that it knows. */
function sentWithout(other: RawAuthor, author: RawAuthor, from: Y.Doc): Uint8Array {
  const known = Y.decodeStateVector(Y.encodeStateVector(from))
  known.set(other.doc.clientID, Y.getState(author.doc.store, other.doc.clientID))
  return Y.encodeStateAsUpdate(author.doc, Y.encodeStateVector(known))
}

interface Lost {
  readonly room: RepairedRoom
  /** A move that a crash lost, and the one that was made after it. */
  readonly lost: Uint8Array
  readonly built: Uint8Array
}

function loseMove(ids: readonly [ada: number, bob: number], seed: number): Lost {
  const before = new RepairedRoom({ seed: 99 })
  const ada = new RawAuthor(ids[0])
  const bob = new RawAuthor(ids[1])
  const first = new RawAuthor(2 ** 31)
  first.node('n', ['', 1, 1])
  before.tick(first, ada, bob)
  const stored = { snapshot: before.document.encodeSnapshot(), updates: [], seq: 1 }
  ada.set('n', 'pl', ['', 20, 20])
  before.tick(ada, bob)
  bob.set('n', 'pl', ['', 300, 300])
  const room = new RepairedRoom({ seed, stored })
  return {
    room,
    lost: Y.encodeStateAsUpdate(ada.doc, Y.encodeStateVector(room.replica)),
    built: sentWithout(ada, bob, room.replica),
  }
}

const orders = [
  [editorId(0), 2 ** 32 - 1],
  [2 ** 32 - 1, editorId(0)],
] as const
const seeds = Array.from({ length: 20 }, (_, seed) => seed)

describe('[IN13] a move that builds on one that a crash lost is there when that one is sent again', () => {
  for (const ids of orders)
    test(`[IN13] by clients ${ids.join(' and ')}, under whatever id a repair is written`, () => {
      for (const seed of seeds) {
        const { room, lost, built } = loseMove(ids, seed)
        expect(room.apply([built]).waiting).toEqual([built])
        // It shows where it was saved last, since Yjs has deleted that.
        expect(room.nodes['n']!['pl']).toEqual(['', 1, 1])
        expect(room.counters.repairs.value).toBe(1)
        room.apply([lost])
        expect(room.nodes['n']!['pl']).toEqual(['', 300, 300])
      }
    })

  test('[IN13] also when the room was loaded again in between, from its log or from a snapshot', () => {
    for (const ids of orders)
      for (const seed of seeds) {
        const { room, lost, built } = loseMove(ids, seed)
        room.apply([built])
        const snapshot = room.document.encodeWithPending()
        const fromLog = { snapshot: undefined, updates: room.log, seq: 1 }
        for (const stored of [{ snapshot, updates: [], seq: 1 }, fromLog]) {
          const again = new RepairedRoom({ seed: seed + 1, stored })
          // Its first edit makes it look at everything.
          const carol = new RawAuthor(2 ** 30)
          carol.node('other', ['', 5, 5])
          again.tick(carol)
          expect(again.nodes['n']!['pl']).toEqual(['', 1, 1])
          again.apply([lost])
          expect(again.nodes['n']!['pl']).toEqual(['', 300, 300])
        }
      }
  })
})

test('[IN14] what a viewer writes loses to repairs, and those lose to edits, whatever ids are drawn', () => {
  const highest = 1 - 2 ** -32
  expect(viewerId(0)).toBeGreaterThan(0)
  expect(viewerId(highest)).toBeLessThan(repairId(0))
  for (const drawn of [0, 1, viewerId(highest), repairId(0), repairId(highest), 2 ** 31, 2 ** 32 - 1]) {
    expect(editorId(drawn)).toBeGreaterThan(repairId(highest))
    expect(editorId(drawn)).toBeLessThan(2 ** 32)
  }
})
