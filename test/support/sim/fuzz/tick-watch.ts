import * as Y from 'yjs'
import { mayEdit } from '../../../../client-sdk/src/protocol/role.ts'
import { Counters } from '../../../../server/src/room/counters.ts'
import { defaultQuotas } from '../../../../server/src/room/quotas.ts'
import { Document } from '../../../../server/src/room/document.ts'
import { Room } from '../../../../server/src/room/room.ts'
import { assertSound } from '../../assert-sound.ts'
import { insist } from '../../insist.ts'
import { SeededRandom } from '../seeded-random.ts'

/** Follows a room by its ticks alone, and looks at the canvas after each. */
export class TickWatch {
  private room: Room | undefined
  private replica = new Y.Doc()
  private ticks = 0
  private readonly random: () => number

  constructor(seed: number) {
    this.random = new SeededRandom(seed).next
  }

  readonly ticked = (journaled: unknown, update: Uint8Array): void => {
    if (!(journaled instanceof Room)) return
    if (this.room === journaled) Y.applyUpdate(this.replica, update)
    else {
      this.room = journaled
      this.replica = new Y.Doc()
      Y.applyUpdateV2(this.replica, journaled.document.encodeSnapshot())
    }
    assertSound(this.replica)
    for (const { member, nodes } of journaled.live.gestures.all()) {
      insist(journaled.roster.has(member), `${nodes.join()} is in the hand of somebody who left`)
      insist(mayEdit(member.role), `${nodes.join()} is in the hand of a ${member.role}`)
    }
    if (this.ticks++ % 16 === 0) this.repairAgain()
  }

  /** Whoever looks at all of it anew finds nothing to repair. */
  private repairAgain(): void {
    const stored = { snapshot: Y.encodeStateAsUpdateV2(this.replica), updates: [], seq: 1 }
    const document = new Document(stored, {
      counters: new Counters(),
      schema: undefined,
      quotas: defaultQuotas,
      random: this.random,
      report: fail,
    })
    const { update } = document.apply([], (_, error) => fail('an empty tick failed', error))
    insist(update === undefined, 'a second look at the canvas finds nothing to repair')
    document.destroy()
  }
}

function fail(message: string, error: unknown): never {
  throw new Error(message, { cause: error })
}
