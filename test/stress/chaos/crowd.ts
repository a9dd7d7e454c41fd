import * as Y from 'yjs'
import type { StockClient } from '../../support/stock-client.ts'
import type { Replica } from '../agreement.ts'
import { Owner } from '../members/owner.ts'
import type { Door, Stage } from '../stage.ts'

const owners = 8
const stocks = 3

/** Everybody in one room: the SDK and stock clients, doing all that one can do there. */
export class Crowd {
  readonly owners: readonly Owner[]
  private readonly stocks: readonly StockClient[]
  private readonly stage: Stage
  private readonly sent: Promise<unknown>[] = []
  private stockNodes = 0

  private constructor(stage: Stage, all: readonly Owner[], stockClients: readonly StockClient[]) {
    this.stage = stage
    this.owners = all
    this.stocks = stockClients
  }

  static async join(stage: Stage, room: string, door: Door): Promise<Crowd> {
    const members = await Promise.all(Array.from({ length: owners }, () => stage.sdk(room, door)))
    const all = members.map((member, index) => new Owner(member, `w${index}`, stage.random))
    const stockClients = Array.from({ length: stocks }, () => stage.openStock(room, door))
    await stage.until('stock clients are in', () => stockClients.every(({ provider }) => provider.synced))
    return new Crowd(stage, all, stockClients)
  }

  /** Everybody does something, or nothing. */
  act(): void {
    const { random, held } = this.stage
    for (const owner of this.owners) {
      const { room } = owner.member
      const draw = random.next()
      if (draw < 0.5) owner.act()
      else if (draw < 0.65) {
        held.events++
        this.sent.push(owner.member.send('n', [this.owners.indexOf(owner), this.sent.length]))
      } else if (draw < 0.85) room.cursor.set([random.below(1_000), random.below(1_000)])
      else if (draw < 0.9) this.take(owner)
    }
    for (const [index, { doc }] of this.stocks.entries()) if (random.chance(0.3)) this.draw(doc, index)
  }

  /** Whoever waits tries again now: some of them, or all. */
  nudge(share = 1): void {
    for (const { member } of this.owners) if (this.stage.random.chance(share)) member.goOnline()
  }

  get isSaved(): boolean {
    return (
      this.owners.every(({ member }) => member.isSaved) &&
      this.stocks.every(({ provider }) => provider.synced)
    )
  }

  get replicas(): Replica[] {
    return [
      ...this.owners.map(({ member }, index) => ({ whose: `SDK ${index}`, doc: member.room.doc })),
      ...this.stocks.map(({ doc }, index) => ({ whose: `stock client ${index}`, doc })),
    ]
  }

  /** Every event that was sent is answered. */
  async settle(): Promise<void> {
    await this.stage.settled('every event is answered', this.sent, () => this.nudge())
  }

  /** A gesture that comes to nothing: live values and a lease, and no edit. */
  private take({ member: { room } }: Owner): void {
    const node = this.stage.random.pick([...room.nodes.all()])
    if (!node) return
    const gesture = room.gesture([node.id])
    gesture.move({ [node.id]: [5, 5] })
    gesture.cancel()
  }

  private draw(doc: Y.Doc, index: number): void {
    const nodes = doc.getMap<Y.Map<unknown>>('nodes')
    const id = `stock${index}-${this.stockNodes++ % 20}`
    const at = ['', this.stockNodes, index]
    this.stage.held.edits++
    const node = nodes.get(id)
    if (node) node.set('pl', at)
    else {
      const entry = {
        t: 'note',
        pl: at,
        sz: [10, 10],
        z: `b${index}${this.stockNodes.toString(36).padStart(5, '0')}1`,
      }
      nodes.set(id, new Y.Map<unknown>(Object.entries(entry)))
    }
  }
}
