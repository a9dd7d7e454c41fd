import type { SeededRandom } from '../seeded-random.ts'
import type { Player } from './player.ts'

/** A node of the page, mostly; now and then one that is not there any more. */
export function someNode({ room }: Player, random: SeededRandom): string | undefined {
  return random.pick([...room.doc.getMap('nodes').keys()])
}

export function someEdge({ room }: Player, random: SeededRandom): string | undefined {
  return random.pick([...room.doc.getMap('edges').keys()])
}

/** One to five nodes. */
export function someNodes(player: Player, random: SeededRandom): string[] {
  const count = 1 + random.below(5)
  return Array.from({ length: count }, () => someNode(player, random)).filter((id) => id !== undefined)
}

/** A multiple of a tenth, so that rounding to quarters shows. */
export function somePlace(random: SeededRandom): { readonly x: number; readonly y: number } {
  return { x: random.below(20_000) / 10 - 500, y: random.below(20_000) / 10 - 500 }
}
