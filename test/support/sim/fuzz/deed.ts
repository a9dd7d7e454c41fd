import type { SeededRandom } from '../seeded-random.ts'
import type { Player } from './player.ts'

/** One thing that a person can do on a page. */
export interface Deed {
  readonly name: string
  /** How often it is done, in proportion to the others. */
  readonly weight: number
  /** @returns what was done it to, for the list of a failing seed; undefined when there was nothing to do it to. */
  run(player: Player, random: SeededRandom): string | undefined
}

export function pickDeed(deeds: readonly Deed[], random: SeededRandom): Deed {
  let dice = random.next() * deeds.reduce((sum, { weight }) => sum + weight, 0)
  return deeds.find(({ weight }) => (dice -= weight) < 0) ?? deeds[0]!
}
