import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { seededRun, seedsFrom } from '../support/sim/seeded-run.ts'
import { act } from '../support/sim/fuzz/person.ts'
import { edgeDeeds } from '../support/sim/fuzz/edge-deeds.ts'
import { nodeDeeds } from '../support/sim/fuzz/node-deeds.ts'
import { Player } from '../support/sim/fuzz/player.ts'
import { insist } from '../support/insist.ts'
import { SimWorld } from '../support/sim/sim-world.ts'

const seeds = seedsFrom(1, 12)

/** Those whose values nobody else writes by chance: a value that two wrote is also mine. */
const uniqueNames = new Set([
  'create',
  'move',
  'set parent',
  'group',
  'ungroup',
  'restack',
  'remove',
  'connect',
])
const uniqueDeeds = [...nodeDeeds, ...edgeDeeds].filter(({ name }) => uniqueNames.has(name))

function people(world: SimWorld, count: number): Player[] {
  const options = { role: 'editor', isOffline: false, isHostile: false } as const
  return Array.from({ length: count }, (_, index) => new Player(world, 'r', `p${index}`, options))
}

test('[UL4] whatever one person did, so many undos take it back and as many redos do it again, on every page', async () => {
  await seededRun(seeds, async (seed) => {
    const world = new SimWorld(seed)
    const players = people(world, 3)
    await world.clock.pass(1_000)
    for (const player of [...players, ...players]) {
      const { history } = player.room
      history.clear()
      const before = contentOf(player.room.doc)
      for (let step = 0; step < 12; step++) {
        act(player, world.random, [...nodeDeeds, ...edgeDeeds])
        await world.clock.pass(world.random.below(60))
      }
      await world.clock.pass(500)
      const after = contentOf(player.room.doc)
      let undone = 0
      while (history.undo()) undone++
      expect(history.canUndo, 'nothing was in the way').toBe(false)
      await world.clock.pass(500)
      for (const { room } of players) expect(contentOf(room.doc)).toEqual(before)
      for (let step = 0; step < undone; step++) expect(history.redo()).toBe(true)
      expect(history.canRedo).toBe(false)
      await world.clock.pass(500)
      for (const { room } of players) expect(contentOf(room.doc)).toEqual(after)
    }
  })
}, 60_000)

test('[UL5] an undo changes no value that somebody else wrote, and takes away nothing that somebody else made', async () => {
  let undos = 0
  await seededRun(seeds, async (seed) => {
    const world = new SimWorld(seed)
    const players = people(world, 3)
    await world.clock.pass(1_000)
    /** The values that each person wrote other than by undo, which writes those of others again. */
    const written = new Map(players.map((player) => [player, new Set<string>()]))
    for (let step = 0; step < 120; step++) {
      const player = world.random.pick(players)!
      const before = entriesOf(player.room.doc)
      if (world.random.chance(0.25) && player.room.history.canUndo) {
        player.room.history.undo()
        assertOwnOnly(before, entriesOf(player.room.doc), player.room.doc.clientID, written.get(player)!)
        undos++
      } else {
        act(player, world.random, uniqueDeeds)
        for (const [key, { values }] of entriesOf(player.room.doc))
          for (const [name, value] of values)
            if (before.get(key)?.values.get(name) !== value)
              written.get(player)!.add(`${key} ${name} ${value}`)
      }
      if (world.random.chance(0.1)) player.client.link?.cut()
      await world.clock.pass(world.random.below(60))
    }
  })
  expect(undos).toBeGreaterThan(200)
}, 60_000)

test('[UL6] whatever others deleted, moved or hung elsewhere meanwhile, after an undo or redo every node is whole and has its parent', async () => {
  await seededRun(seeds, async (seed) => {
    const world = new SimWorld(seed)
    const players = people(world, 3)
    await world.clock.pass(1_000)
    for (let step = 0; step < 20; step++) {
      act(world.random.pick(players)!, world.random, nodeDeeds)
      await world.clock.pass(50)
    }
    for (let round = 0; round < 4; round++) {
      // Everybody works alone, and then all of it meets.
      for (const { client } of players) client.link!.cut()
      for (let step = 0; step < 15; step++)
        act(world.random.pick(players)!, world.random, [...nodeDeeds, ...edgeDeeds])
      await world.clock.pass(30_000)
      for (const { room } of players)
        for (let step = 0; step < 8; step++) {
          if (world.random.chance(0.7)) room.history.undo()
          else room.history.redo()
          assertWhole(room.doc)
        }
      await world.clock.pass(1_000)
      for (const { room } of players) assertWhole(room.doc)
    }
  })
}, 60_000)

/** One entry of a root, and who made it. */
interface Entry {
  readonly author: number
  readonly parent: string
  readonly ends: readonly string[]
  readonly values: ReadonlyMap<string, string>
}

function entriesOf(doc: Y.Doc): Map<string, Entry> {
  const entries = new Map<string, Entry>()
  for (const root of ['nodes', 'edges']) {
    const map = doc.getMap(root)
    for (const [id, entry] of map) {
      if (!(entry instanceof Y.Map)) continue
      const values = new Map([...entry].map(([key, value]) => [key, JSON.stringify(value)] as const))
      const [parent = ''] = (entry.get('pl') ?? []) as readonly string[]
      const ends = ['s', 'e'].map((end) => ((entry.get(end) ?? ['']) as readonly string[])[0]!)
      entries.set(`${root}/${id}`, { author: authorOf(map, id), parent, ends, values })
    }
  }
  return entries
}

function authorOf(map: Y.Map<unknown>, key: string): number {
  return map._map.get(key)!.id.client
}

function assertOwnOnly(
  before: ReadonlyMap<string, Entry>,
  after: ReadonlyMap<string, Entry>,
  self: number,
  written: ReadonlySet<string>,
): void {
  const gone = new Set([...before.keys()].filter((key) => !after.has(key)))
  for (const key of gone) {
    const { author, ends } = before.get(key)!
    const wentAlong = ends.some((end) => gone.has(`nodes/${end}`))
    insist(author === self || wentAlong, `${key} was made by ${author}`)
  }
  for (const [key, { values, parent }] of before)
    for (const [name, value] of after.has(key) ? values : []) {
      if (after.get(key)!.values.get(name) === value) continue
      const movedOut = name === 'pl' && gone.has(`nodes/${parent}`)
      const isOwn = written.has(`${key} ${name} ${value}`)
      insist(isOwn || movedOut, `${name} of ${key} was ${value}, written by somebody else`)
    }
}

function assertWhole(doc: Y.Doc): void {
  const nodes = doc.getMap('nodes')
  const parents = new Map<string, string>()
  for (const [id, entry] of nodes) {
    insist(entry instanceof Y.Map, `${id} is an entry`)
    const placement: unknown = entry.get('pl')
    insist(typeof entry.get('t') === 'string' && Array.isArray(placement), `${id} has a type and a place`)
    const [parent, x, y] = placement as readonly unknown[]
    insist(Number.isFinite(x) && Number.isFinite(y), `${id} is somewhere`)
    insist(parent === '' || nodes.has(String(parent)), `${id} hangs on ${String(parent)}`)
    parents.set(id, String(parent))
  }
  for (const id of parents.keys()) {
    const seen = new Set<string>()
    for (let at = id; at !== ''; at = parents.get(at)!) {
      insist(!seen.has(at), `${id} is in a cycle`)
      seen.add(at)
    }
  }
}

function contentOf(doc: Y.Doc): unknown {
  return { nodes: doc.getMap('nodes').toJSON(), edges: doc.getMap('edges').toJSON() }
}
