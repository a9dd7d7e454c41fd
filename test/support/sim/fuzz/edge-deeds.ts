import { someEdge, someNode } from './choose.ts'
import type { Deed } from './deed.ts'

export const edgeDeeds: readonly Deed[] = [
  {
    name: 'connect',
    weight: 10,
    run(player, random) {
      const { room } = player
      const [source, target] = [someNode(player, random), someNode(player, random)]
      if (source === undefined || target === undefined || room.edges.size > 60) return undefined
      const waypoints = random.chance(0.3) ? [[random.below(500), random.below(500)] as const] : []
      const id = room.edges.create({ source: [source, 'out'], target: [target, ''], waypoints })
      return `${id} ${source} to ${target}`
    },
  },
  {
    name: 'change edge',
    weight: 6,
    run(player, random) {
      const id = someEdge(player, random)
      const end = someNode(player, random) ?? ''
      const change = random.pick([
        { waypoints: Array.from({ length: random.below(4) }, () => [random.below(500), 7] as const) },
        { target: [end, 'in'] as const },
        { source: [end, ''] as const },
        { data: { label: `e${random.below(99)}` } },
        { style: { dash: random.below(9) } },
        { type: random.pick(['wire', 'pipe'])! },
      ])!
      return id && `${id} ${JSON.stringify(change)} ${player.room.edges.update(id, change)}`
    },
  },
  {
    name: 'disconnect',
    weight: 3,
    run(player, random) {
      const id = someEdge(player, random)
      if (id) player.room.edges.remove(id)
      return id
    },
  },
]
