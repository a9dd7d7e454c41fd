import { encodeUpdate } from '@coplane/client/protocol/update'
import * as Y from 'yjs'
import { newNodeEntry } from '../../client-sdk/src/canvas/node.ts'
import { orderKeysBetween } from '../../client-sdk/src/model/order-key.ts'
import { seededRandom } from '../driver/random.ts'

/**
 * Writers that each rewrite the text of their own node: edits of any size, in a document that does not grow. One document
 * plays all writers in turn, under the clientID of each.
 */
export class TextEdits {
  /** Yjs V1 update that holds the whole canvas. */
  readonly seed: Uint8Array
  readonly clientIds: readonly number[]
  private readonly doc = new Y.Doc()
  private readonly entries: readonly Y.Map<unknown>[]
  private readonly source: string
  private readonly editBytes: number
  private emitted: Uint8Array = new Uint8Array(0)
  private made = 0

  constructor(writers: number, editBytes: number, seed: number) {
    const random = seededRandom(seed)
    const clientId = (): number => 1 + Math.floor(random() * (2 ** 32 - 1))
    const keys = orderKeysBetween(undefined, undefined, writers, seededRandom(seed + 1))
    const nodes = this.doc.getMap<Y.Map<unknown>>('nodes')
    this.doc.clientID = clientId()
    this.doc.transact(() => {
      for (const [index, key] of keys.entries())
        nodes.set(`text${index}`, newNodeEntry({ type: 'note', x: index * 120, y: 0, w: 96, h: 64 }, key))
    })
    this.seed = Y.encodeStateAsUpdate(this.doc)
    this.entries = keys.map((_, index) => nodes.get(`text${index}`)!)
    this.clientIds = keys.map(clientId)
    this.editBytes = editBytes
    this.source = Array.from({ length: editBytes + offsets }, () =>
      Math.floor(random() * 36).toString(36),
    ).join('')
    this.doc.on('update', (update: Uint8Array) => {
      this.emitted = update
    })
  }

  /** @returns the writer's next edit as an UPDATE message. */
  next(writer: number, batch: number): Uint8Array {
    const at = this.made++ % offsets
    this.doc.clientID = this.clientIds[writer]!
    this.entries[writer]!.set('d:text', this.source.slice(at, at + this.editBytes))
    return encodeUpdate(batch, this.emitted)
  }
}

/** So many edits in a row differ. */
const offsets = 997
