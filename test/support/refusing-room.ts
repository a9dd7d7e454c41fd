import * as Y from 'yjs'
import { Counters } from '../../server/src/room/counters.ts'
import { Document } from '../../server/src/room/document.ts'
import { defaultQuotas } from '../../server/src/room/quotas.ts'
import { MisfitError } from '../../server/src/room/update/integrator.ts'
import { SeededRandom } from './sim/seeded-random.ts'

/** A room's document that strangers write to, and a replica that gets nothing but its ticks. */
export class RefusingRoom {
  readonly replica = new Y.Doc()
  /** What a store would hold. */
  readonly log: Uint8Array[] = []
  readonly document = openDocument(undefined)

  /** @returns the indices of those that were refused. @throws what was thrown by anybody else than the checks. */
  tick(updates: readonly Uint8Array[]): number[] {
    const refused: number[] = []
    const { update, waiting } = this.document.apply(updates, (index, error) => {
      if (!(error instanceof MisfitError)) throw error
      refused.push(index)
    })
    this.log.push(...waiting)
    if (update) {
      this.log.push(update)
      Y.applyUpdate(this.replica, update)
    }
    return refused
  }

  snapshot(): Uint8Array {
    return this.document.encodeSnapshot()
  }

  /** The documents that a restart would load, from the log and from a snapshot. */
  reopened(): Document[] {
    return [
      openDocument({ seq: 1, snapshot: undefined, updates: this.log }),
      openDocument({ seq: 1, snapshot: this.snapshot(), updates: [] }),
    ]
  }
}

function openDocument(stored: ConstructorParameters<typeof Document>[0]): Document {
  return new Document(stored, {
    counters: new Counters(),
    quotas: defaultQuotas,
    schema: undefined,
    random: new SeededRandom(1).next,
    report: (message, error) => {
      throw new Error(message, { cause: error })
    },
  })
}
