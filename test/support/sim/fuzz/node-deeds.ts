import { someNode, someNodes, somePlace } from './choose.ts'
import type { Deed } from './deed.ts'

/** More nodes make a run slower and no richer. */
const mostNodes = 60

export const nodeDeeds: readonly Deed[] = [
  {
    name: 'create',
    weight: 16,
    run({ room }, random) {
      if (room.nodes.size >= mostNodes) return undefined
      const parent = random.chance(0.3) ? random.pick([...room.nodes.all()])?.id : undefined
      // A few ids that others use as well.
      const id = random.chance(0.15) ? `n${random.below(12)}` : undefined
      if (id !== undefined && room.doc.getMap('nodes').has(id)) return undefined
      return room.nodes.create({
        ...(id !== undefined && { id }),
        type: random.pick(['service', 'group', 'note'])!,
        ...somePlace(random),
        ...(random.chance(0.6) && { w: 10 + random.below(200), h: 10 + random.below(200) }),
        ...(random.chance(0.2) && { rotation: random.below(360) }),
        ...(random.chance(0.3) && {
          data: { label: `l${random.below(99)}`, size: { cpu: random.below(9) } },
        }),
        ...(parent !== undefined && { parent }),
      })
    },
  },
  {
    name: 'move',
    weight: 16,
    run(player, random) {
      const id = someNode(player, random)
      return id && `${id} ${player.room.nodes.update(id, somePlace(random))}`
    },
  },
  {
    name: 'change',
    weight: 12,
    run(player, random) {
      const id = someNode(player, random)
      const change = random.pick([
        { w: random.below(300), h: random.below(300) },
        { rotation: random.below(360) },
        { locked: random.chance(0.5) },
        { style: random.chance(0.5) ? { fill: `#${random.below(1000)}` } : undefined },
        { data: { label: `l${random.below(99)}` } },
        { data: { label: undefined, [`k${random.below(3)}`]: random.below(9) } },
        { data: { label: 'longer than a schema may allow', mark: random.below(9) } },
        { data: { body: `replaced ${random.below(9)}`, size: { cpu: random.below(9) } } },
      ])!
      return id && `${id} ${JSON.stringify(change)} ${player.room.nodes.update(id, change)}`
    },
  },
  {
    name: 'type',
    weight: 6,
    run(player, random) {
      // What a viewer deletes past the verbs is made anew, and no longer what the others edit.
      const id = player.role === 'editor' ? someNode(player, random) : undefined
      const text = id && player.room.nodes.text(id, 'body')
      if (!text) return undefined
      const at = random.below(text.length + 1)
      if (random.chance(0.3)) text.delete(at, random.below(text.length - at + 1))
      else text.insert(at, `${random.below(1000)} `)
      return id
    },
  },
  {
    name: 'long text',
    weight: 3,
    run(player, random) {
      const id = someNode(player, random)
      return id && `${id} ${player.room.nodes.update(id, { data: { text: 'x'.repeat(150_000) } })}`
    },
  },
  {
    name: 'set parent',
    weight: 8,
    run(player, random) {
      const ids = someNodes(player, random)
      const parent = random.chance(0.3) ? '' : (someNode(player, random) ?? '')
      return `${ids.join()} into ${parent} ${player.room.nodes.setParent(ids, parent)}`
    },
  },
  {
    name: 'put into',
    weight: 3,
    run(player, random) {
      const [id, parent] = [someNode(player, random), someNode(player, random)]
      return id && `${id} into ${parent} ${player.room.nodes.update(id, { parent: parent ?? '' })}`
    },
  },
  {
    name: 'group',
    weight: 4,
    run(player, random) {
      const ids = someNodes(player, random)
      return `${ids.join()} ${player.room.nodes.group(ids, { type: 'group' })}`
    },
  },
  {
    name: 'ungroup',
    weight: 3,
    run(player, random) {
      const id = someNode(player, random)
      return id && `${id} ${player.room.nodes.ungroup(id).join()}`
    },
  },
  {
    name: 'restack',
    weight: 8,
    run(player, random) {
      const ids = someNodes(player, random)
      const verb = random.pick(['bringToFront', 'sendToBack', 'bringForward', 'sendBackward'] as const)!
      return `${verb} ${ids.join()} ${player.room.nodes[verb](ids)}`
    },
  },
  {
    name: 'remove',
    weight: 3,
    run(player, random) {
      const ids = random.chance(0.7) ? someNodes(player, random).slice(0, 1) : someNodes(player, random)
      player.room.nodes.remove(ids)
      return ids.join()
    },
  },
]
