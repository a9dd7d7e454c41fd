import { someNodes, somePlace } from './choose.ts'
import type { Deed } from './deed.ts'

/** What is not about single nodes or edges. */
export const pageDeeds: readonly Deed[] = [
  {
    name: 'copy',
    weight: 3,
    run(player, random) {
      const ids = someNodes(player, random)
      player.clip = player.room.copy(ids)
      return ids.join()
    },
  },
  {
    name: 'paste',
    weight: 3,
    run({ room, clip }, random) {
      if (!clip || room.nodes.size > 50) return undefined
      return room.paste(clip, { dx: random.below(50), dy: 10 }).join()
    },
  },
  {
    name: 'undo',
    weight: 12,
    run: ({ room }) => (room.history.canUndo ? String(room.history.undo()) : undefined),
  },
  {
    name: 'redo',
    weight: 8,
    run: ({ room }) => (room.history.canRedo ? String(room.history.redo()) : undefined),
  },
  {
    name: 'facts',
    weight: 1,
    run: ({ room }, random) => String(room.meta.set('title', random.below(9))),
  },
  {
    name: 'point',
    weight: 8,
    run(player, random) {
      const { x, y } = somePlace(random)
      player.pointer = random.chance(0.9) ? [x, y] : undefined
      player.room.cursor.set(player.pointer)
      return player.pointer?.join() ?? 'away'
    },
  },
  {
    name: 'look',
    weight: 3,
    run({ room }, random) {
      const view = { ...somePlace(random), w: 200 + random.below(1_500), h: 200 + random.below(1_000) }
      room.viewport.set(view)
      return JSON.stringify(view)
    },
  },
  {
    name: 'follow',
    weight: 1,
    run({ room }, random) {
      const member = random.pick([...room.others.all()])?.member
      room.follow(random.chance(0.5) ? member : undefined)
      return String(member)
    },
  },
  {
    name: 'select',
    weight: 3,
    run(player, random) {
      const ids = someNodes(player, random)
      player.room.selection.set(ids)
      return ids.join()
    },
  },
  {
    name: 'event',
    weight: 6,
    run({ room, name }, random) {
      // Whoever closes the room before the answer is told by a rejection.
      room.events.send('step', [name, random.below(100)]).catch(() => undefined)
      return ''
    },
  },
]
