import { expect } from 'vitest'
import * as Y from 'yjs'
import type { Schema } from '../../client-sdk/src/model/schema.ts'
import { Counters } from '../../server/src/room/counters.ts'
import { Document, type Applied } from '../../server/src/room/document.ts'
import type { StoredDocument } from '../../server/src/room/document-store.ts'
import { defaultQuotas, type Quotas } from '../../server/src/room/quotas.ts'
import type { RawAuthor } from './raw-author.ts'
import { SeededRandom } from './sim/seeded-random.ts'

export interface RepairedRoomOptions {
  readonly schema?: Schema
  readonly stored?: StoredDocument
  readonly seed?: number
  readonly quotas?: Partial<Quotas>
}

/** A room's document, and a replica that gets nothing but its ticks. */
export class RepairedRoom {
  readonly counters = new Counters()
  readonly document: Document
  readonly replica = new Y.Doc()
  /** What a store would hold. */
  readonly log: Uint8Array[] = []

  constructor({ schema, stored, seed = 1, quotas }: RepairedRoomOptions = {}) {
    const { counters } = this
    const random = new SeededRandom(seed).next
    this.document = new Document(stored, {
      counters,
      schema,
      quotas: { ...defaultQuotas, ...quotas },
      random,
      report: fail,
    })
    if (stored?.snapshot) this.log.push(Y.convertUpdateFormatV2ToV1(stored.snapshot))
    this.log.push(...(stored?.updates ?? []))
    for (const update of this.log) Y.applyUpdate(this.replica, update)
  }

  /** One tick of everything that the authors wrote; all of them get what came out of it. */
  tick(...authors: readonly RawAuthor[]): Applied {
    return this.apply(
      authors.flatMap((author) => author.take()),
      authors,
    )
  }

  apply(updates: readonly Uint8Array[], readers: readonly RawAuthor[] = []): Applied {
    const applied = this.document.apply(updates, (_, error) => fail(String(error), error))
    const { update, waiting } = applied
    this.log.push(...waiting)
    if (update) {
      this.log.push(update)
      Y.applyUpdate(this.replica, update)
      for (const reader of readers) reader.receive(update)
    }
    expect(Y.encodeStateVector(this.replica), 'the tick holds all that the server has').toEqual(
      this.document.stateVector(),
    )
    return applied
  }

  get nodes(): Record<string, Record<string, unknown>> {
    return this.replica.getMap('nodes').toJSON()
  }

  get edges(): Record<string, unknown> {
    return this.replica.getMap('edges').toJSON()
  }

  /** Nodes of one parent, back to front. */
  order(parent = ''): string[] {
    return Object.entries(this.nodes)
      .filter(([, { pl }]) => (pl as readonly unknown[])[0] === parent)
      .sort(([a, { z: y }], [b, { z }]) => (y === z ? (a < b ? -1 : 1) : String(y) < String(z) ? -1 : 1))
      .map(([id]) => id)
  }
}

function fail(message: string, error: unknown): never {
  throw new Error(message, { cause: error })
}
