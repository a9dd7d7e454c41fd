import type { SeededRandom } from '../seeded-random.ts'
import { pickDeed, type Deed } from './deed.ts'
import { edgeDeeds } from './edge-deeds.ts'
import { handDeeds } from './hand-deeds.ts'
import { nodeDeeds } from './node-deeds.ts'
import { pageDeeds } from './page-deeds.ts'
import type { Player } from './player.ts'

const editing: readonly Deed[] = [...nodeDeeds, ...edgeDeeds]

const batch: Deed = {
  name: 'batch',
  weight: 8,
  run: (player, random) =>
    player.room.batch(() =>
      Array.from({ length: 2 + random.below(5) }, () => act(player, random, editing)).join('; '),
    ),
}

const all: readonly Deed[] = [...editing, ...handDeeds, ...pageDeeds, batch]

/** Does one thing at random. @returns what it was, in words. */
export function act(player: Player, random: SeededRandom, deeds = all): string {
  let tried = ''
  for (let tries = 0; tries < mostTries; tries++) {
    const deed = pickDeed(deeds, random)
    const done = deed.run(player, random)
    if (done !== undefined) return `${deed.name} ${done}`
    tried = deed.name
  }
  return `${tried} nothing`
}

/** What has something in hand is mostly moved. */
export function actOrDrag(player: Player, random: SeededRandom): string {
  const isHolding = player.hands.some(({ state }) => state === 'active')
  return act(player, random, isHolding && random.chance(0.5) ? handDeeds : all)
}

/** What there is nothing to do with is passed over. */
const mostTries = 4
