import { SimWorld } from '../sim-world.ts'
import { SeededRandom } from '../seeded-random.ts'
import { FuzzAuthority } from './fuzz-authority.ts'
import { fuzzSchema } from './fuzz-schema.ts'
import type { Promised } from './own-writes.ts'
import { Player } from './player.ts'
import { StockPlayer } from './stock-player.ts'
import { TickWatch } from './tick-watch.ts'

/** One seeded world of some people on one canvas, and the list of what they did. */
export class FuzzWorld {
  readonly world: SimWorld
  readonly roomName = 'fuzz'
  readonly players: readonly Player[]
  readonly stock: readonly StockPlayer[]
  /** How much goes wrong: almost nothing to 1, plenty. */
  readonly weather: number
  /** What pages that are gone were told to be safe. */
  readonly promised: Promised[] = []
  readonly list: string[] = []
  /** In every third world, somebody says who may do what, and says something else later. */
  readonly authority: FuzzAuthority | undefined
  /** What servers that died had reported. */
  readonly reports: string[] = []
  /** How often the server died. */
  kills = 0

  constructor(seed: number) {
    const schema = seed % 2 === 0 ? fuzzSchema : undefined
    this.world = new SimWorld(seed, schema)
    this.world.onTick = new TickWatch(seed).ticked
    const { random } = this.world
    if (seed % 3 === 0) {
      this.authority = new FuzzAuthority(this.world, new SeededRandom(seed + 0x51ed270b))
      this.world.authority = this.authority
    }
    this.weather = random.pick([0.0001, 0.3, 0.6, 1])!
    const isHostile = random.chance(0.3)
    this.players = Array.from({ length: 2 + random.below(7) }, (_, index) => {
      const role = index > 1 && random.chance(0.15) ? 'viewer' : 'editor'
      const isOffline = random.chance(0.3)
      // What a viewer deletes past the verbs is made anew, and no longer what the others edit.
      const mayWriteRaw = index > 0 && isHostile && role === 'editor'
      return new Player(this.world, this.roomName, `p${index}`, {
        role,
        isOffline,
        schema,
        hasToken: this.authority !== undefined,
        isHostile: mayWriteRaw && random.chance(0.3),
      })
    })
    const strangers = isHostile ? 1 + random.below(2) : 0
    this.stock = Array.from({ length: strangers }, () => new StockPlayer(this.world, this.roomName))
  }

  note(line: string): void {
    this.list.push(`${this.world.clock.now()} ${line}`)
  }
}
