import type { Gesture } from '../../../../client-sdk/src/live/gesture.ts'
import type { SeededRandom } from '../seeded-random.ts'
import { someNodes, somePlace } from './choose.ts'
import type { Deed } from './deed.ts'
import type { Player } from './player.ts'

export const handDeeds: readonly Deed[] = [
  {
    name: 'take',
    weight: 9,
    run(player, random) {
      if (player.hands.length >= 3) return undefined
      const gesture = player.room.gesture(someNodes(player, random))
      if (gesture.state === 'active') player.hands.push(gesture)
      return `${gesture.nodes.join()} ${gesture.state}`
    },
  },
  {
    name: 'drag',
    weight: 30,
    run(player, random) {
      const gesture = someHand(player, random)
      if (!gesture) return undefined
      const ids = gesture.nodes.filter(() => random.chance(0.8))
      const dice = random.next()
      if (dice < 0.8) gesture.move(each(ids, () => pair(random)))
      else if (dice < 0.9)
        gesture.resize(each(ids, () => ({ ...(random.chance(0.5) && somePlace(random)), ...size(random) })))
      else gesture.rotate(each(ids, () => random.below(360)))
      return `${ids.join()} ${gesture.state}`
    },
  },
  {
    name: 'drop',
    weight: 6,
    run(player, random) {
      const gesture = someHand(player, random)
      return gesture && `${gesture.nodes.join()} ${gesture.commit()}`
    },
  },
  {
    name: 'let be',
    weight: 3,
    run(player, random) {
      const gesture = someHand(player, random)
      return gesture && `${gesture.nodes.join()} ${gesture.cancel()}`
    },
  },
]

/** A gesture under way. */
function someHand(player: Player, random: SeededRandom): Gesture | undefined {
  player.hands = player.hands.filter(({ state }) => state === 'active')
  return random.pick(player.hands)
}

function each<Value>(ids: readonly string[], value: () => Value): Record<string, Value> {
  return Object.fromEntries(ids.map((id) => [id, value()]))
}

function pair(random: SeededRandom): readonly [number, number] {
  const { x, y } = somePlace(random)
  return [x, y]
}

function size(random: SeededRandom): { readonly w: number; readonly h: number } {
  return { w: random.below(300), h: random.below(300) }
}
