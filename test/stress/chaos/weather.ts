import type { FaultProxy } from '../fault-proxy/fault-proxy.ts'
import type { FaultyLink } from '../fault-proxy/faulty-link.ts'
import type { SeededRandom } from '../../support/sim/seeded-random.ts'

/** Faults that come by chance, and most of which pass. */
export class Weather {
  private readonly proxy: FaultProxy
  private readonly random: SeededRandom
  private readonly passing = new Set<NodeJS.Timeout>()

  constructor(proxy: FaultProxy, random: SeededRandom) {
    this.proxy = proxy
    this.random = random
  }

  /** One fault on one connection, if there is any. */
  strike(): void {
    const { random } = this
    const link = random.pick([...this.proxy.links])
    if (!link) return
    const pipe = random.chance(0.5) ? link.up : link.down
    const draw = random.next()
    if (draw < 0.2) link.reset()
    else if (draw < 0.4) pipe.cutAfter(random.below(400))
    else if (draw < 0.5) pipe.halfClose()
    else if (draw < 0.6) this.blackhole(link)
    else if (draw < 0.75) {
      pipe.pause()
      this.later(50 + random.below(800), () => link.heal())
    } else if (draw < 0.87) {
      pipe.throttle(2_000 + random.below(50_000))
      this.later(200 + random.below(1_500), () => link.heal())
    } else {
      pipe.delay(5 + random.below(150))
      this.later(200 + random.below(1_500), () => link.heal())
    }
  }

  /** Everything heals; connections that swallowed something are given up. */
  clear(): void {
    for (const timer of this.passing) clearTimeout(timer)
    this.passing.clear()
    this.proxy.resetAll()
  }

  private blackhole(link: FaultyLink): void {
    const draw = this.random.below(3)
    if (draw === 0) link.blackhole()
    else (draw === 1 ? link.up : link.down).blackhole()
    // Sooner than the client notices by itself, or little else would happen to it.
    this.later(200 + this.random.below(2_000), () => link.reset())
  }

  private later(delayMs: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.passing.delete(timer)
      act()
    }, delayMs)
    this.passing.add(timer)
  }
}
