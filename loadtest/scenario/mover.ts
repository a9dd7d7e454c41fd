import { seedClient, type SeededNode } from './canvas-seed.ts'
import { itemInfo, YjsBytes } from './yjs-bytes.ts'

/** One node to be put somewhere. */
export interface Move {
  readonly node: SeededNode
  readonly x: number
  readonly y: number
}

/**
 * One member's moves as Yjs updates. A move replaces the item before it of the same register and nothing else, so whoever
 * alone moves a node knows all that the update must say.
 */
export class Mover {
  private readonly clientId: number
  private clock = 0
  /** By node: the clock of the register's last item, where it is this member's. */
  private readonly last = new Map<string, number>()

  constructor(clientId: number) {
    this.clientId = clientId
  }

  /** One transaction: every node is put where its move says. Positions are rounded to quarters, as the SDK does. */
  update(moves: readonly Move[]): Uint8Array<ArrayBuffer> {
    const { clientId } = this
    const bytes = new YjsBytes(32 + moves.length * 40)
    bytes.varUint(1).varUint(moves.length).varUint(clientId).varUint(this.clock)
    const replaced = moves.map(({ node }) => {
      const clock = this.last.get(node.id)
      return clock === undefined
        ? { client: seedClient, clock: node.placementClock }
        : { client: clientId, clock }
    })
    for (const [index, { node, x, y }] of moves.entries()) {
      const origin = replaced[index]!
      bytes.u8(itemInfo.any | itemInfo.hasOrigin | itemInfo.hasKey).id(origin.client, origin.clock)
      bytes.varUint(1).any(['', Math.round(x * 4) / 4, Math.round(y * 4) / 4])
      this.last.set(node.id, this.clock++)
    }
    writeDeletions(bytes, replaced)
    return bytes.taken()
  }
}

/** The delete set: what was replaced, by client, neighbouring clocks as one range. */
function writeDeletions(bytes: YjsBytes, deleted: readonly { client: number; clock: number }[]): void {
  const clients = [...new Set(deleted.map(({ client }) => client))].sort((a, b) => b - a)
  bytes.varUint(clients.length)
  for (const client of clients) {
    const clocks = deleted.filter((each) => each.client === client).map(({ clock }) => clock)
    const ranges: [from: number, length: number][] = []
    for (const clock of clocks.sort((a, b) => a - b)) {
      const last = ranges.at(-1)
      if (last && last[0] + last[1] === clock) last[1]++
      else ranges.push([clock, 1])
    }
    bytes.varUint(client).varUint(ranges.length)
    for (const [from, length] of ranges) bytes.varUint(from).varUint(length)
  }
}
