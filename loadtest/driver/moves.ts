import { encodeUpdate } from '@coplane/client/protocol/update'
import * as Y from 'yjs'
import { newNodeEntry } from '../../client-sdk/src/canvas/node.ts'
import { orderKeysBetween } from '../../client-sdk/src/model/order-key.ts'
import { seededRandom } from './random.ts'

/** One member that moves one node: everything it will send, encoded beforehand. */
export interface Writer {
  readonly clientId: number
  readonly nodeId: string
  /** UPDATE messages, batches 1, 2, … in order. */
  readonly messages: readonly Uint8Array[]
}

/** A canvas and the moves that its writers make. */
export interface Moves {
  /** Yjs V1 update that holds the whole canvas. */
  readonly seed: Uint8Array
  readonly writers: readonly Writer[]
}

/** Where a writer's node is after its batch `batch`; quarter pixels, as the SDK stores them. */
export function placementAfter(writer: number, batch: number): readonly [x: number, y: number] {
  return [(writer % 40) * 120 + batch * 0.25, Math.floor(writer / 40) * 90 + ((batch * 7) % 64) * 0.25]
}

/**
 * Makes a canvas of `nodes` nodes and, for each writer, `perWriter` moves of its own node.
 *
 * One document plays all writers in turn, under the clientID of each. That is what a document per writer
 * would have made: a move refers to the move before it of the same node and to nothing else.
 */
export function makeMoves(nodes: number, writers: number, perWriter: number, seed: number): Moves {
  if (writers > nodes) throw new Error(`${writers} writers need as many nodes, there are ${nodes}`)
  const random = seededRandom(seed)
  const doc = new Y.Doc()
  const root = doc.getMap<Y.Map<unknown>>('nodes')
  const ids = Array.from({ length: nodes }, () => idOf(random))
  doc.clientID = clientIdOf(random)
  const orderKeys = orderKeysBetween(undefined, undefined, nodes, seededRandom(seed + 1))
  doc.transact(() => {
    for (const [index, id] of ids.entries()) {
      const [x, y] = placementAfter(index, 0)
      const data = { label: `node ${index}` }
      root.set(id, newNodeEntry({ type: 'service', x, y, w: 96, h: 64, data }, orderKeys[index]!))
    }
  })
  const canvas = Y.encodeStateAsUpdate(doc)
  let emitted: Uint8Array = canvas
  doc.on('update', (update: Uint8Array) => {
    emitted = update
  })
  const made = ids.slice(0, writers).map((nodeId, writer): Writer => {
    const entry = root.get(nodeId)!
    const clientId = (doc.clientID = clientIdOf(random))
    const messages = Array.from({ length: perWriter }, (_, index) => {
      entry.set('pl', ['', ...placementAfter(writer, index + 1)])
      return encodeUpdate(index + 1, emitted)
    })
    return { clientId, nodeId, messages }
  })
  doc.destroy()
  return { seed: canvas, writers: made }
}

function clientIdOf(random: () => number): number {
  return 1 + Math.floor(random() * (2 ** 32 - 1))
}

/** About as long as the ids that the SDK makes. */
function idOf(random: () => number): string {
  return Array.from({ length: 10 }, () => Math.floor(random() * 36).toString(36)).join('')
}
