import { Ledger } from '../driver/ledger.ts'
import { Pacer } from '../driver/pacer.ts'
import { RoomKeeper } from '../driver/room-keeper.ts'
import { SentUpdates } from '../driver/sent-updates.ts'
import { converges } from './convergence.ts'
import { SlowCrowd } from './slow-crowd.ts'
import type { SlowOrder } from './slow-order.ts'
import { TextEdits } from './text-edits.ts'

/** One of the rooms of a run: its canvas, its members, and when they saw what. */
export class SlowRoom {
  readonly crowd: SlowCrowd
  readonly ledger: Ledger
  private readonly edits: TextEdits
  private readonly order: SlowOrder
  private readonly path: string
  private readonly random: () => number

  /** @param seconds for how long the writers may go on. */
  constructor(order: SlowOrder, index: number, seconds: number, random: () => number) {
    this.order = order
    this.path = `${order.path}-${index}`
    this.random = random
    this.edits = new TextEdits(order.writers, order.editBytes, order.seed + index)
    this.crowd = new SlowCrowd({ ...order, path: this.path }, random)
    const perWriter = Pacer.batchesFor(order.writers, order.rate, seconds)
    this.ledger = new Ledger(order.readers.steady, new SentUpdates(order.writers, perWriter))
  }

  async seed(): Promise<void> {
    const keeper = await this.keeper()
    await keeper.read()
    await keeper.write(this.edits.seed)
    keeper.close()
  }

  async join(): Promise<void> {
    await this.crowd.join(this.edits.clientIds)
    this.crowd.note(this.ledger)
  }

  edit(writer: number, batch: number): void {
    const message = this.edits.next(writer, batch)
    this.ledger.updates.sent(writer, batch, this.ledger.nowUs())
    this.crowd.steady[writer]!.send(message)
  }

  /** Whether what its members were sent makes the document that a joiner gets. */
  async compare(): Promise<{ readonly clients: number; readonly equal: boolean }> {
    const keeper = await this.keeper()
    const expected = await keeper.read()
    keeper.close()
    const records = this.crowd.records()
    return { clients: records.length, equal: records.every((frames) => converges(frames, expected)) }
  }

  private keeper(): Promise<RoomKeeper> {
    return RoomKeeper.open(this.order.port, this.path, this.random)
  }
}
