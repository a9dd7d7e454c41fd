import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { parseSchema } from '../../client-sdk/src/model/parse-schema.ts'
import { typeViolationOf, violationOf } from '../../client-sdk/src/model/schema.ts'
import { assertSound } from '../support/assert-sound.ts'
import { hostileEdit } from '../support/hostile-edit.ts'
import { RawAuthor } from '../support/raw-author.ts'
import { RepairedRoom } from '../support/repaired-room.ts'
import { SeededRandom } from '../support/sim/seeded-random.ts'

const schema = parseSchema({
  version: 1,
  nodes: { service: { data: { label: { type: 'string', maxLength: 9 } } }, note: { strict: true } },
  strictTypes: true,
})

/** What an author wrote and nobody has got yet, and the ticks that it has not got. */
interface Partition {
  readonly author: RawAuthor
  readonly unsent: Uint8Array[]
  readonly unread: Uint8Array[]
}

/** Hostile authors behind partitions that open and close; the rules hold after every tick, and all agree in the end. */
function runHostile(seed: number, repaired: Record<string, number>): void {
  const random = new SeededRandom(seed)
  const partitions = Array.from({ length: 2 + random.below(4) }, (_, index): Partition => {
    // Ties between concurrent writers go by clientID. Repairs have low ones, which must be above some all the same.
    const author = new RawAuthor(8 + random.below(random.chance(0.5) ? 2 ** 25 : 2 ** 32 - 8) - index)
    return { author, unsent: [], unread: [] }
  })
  let room = new RepairedRoom({ seed, schema })
  const tick = (): void => {
    const updates = partitions.flatMap(({ unsent }) => (random.chance(0.5) ? unsent.splice(0) : []))
    // Now and then the network changes their order: some then wait for others.
    if (random.chance(0.2)) updates.sort(() => random.next() - 0.5)
    const { update } = room.apply(updates)
    if (update) for (const { unread } of partitions) unread.push(update)
    assertSound(room.replica)
    assertAllowed(room.replica)
    expect(room.apply([]).update, 'a second pass finds nothing').toBeUndefined()
  }
  for (let step = 0; step < 40; step++) {
    const { author, unsent, unread } = random.pick(partitions)!
    const edits = 1 + random.below(4)
    if (random.chance(0.3)) author.doc.transact(() => editMany(author, edits, random))
    else editMany(author, edits, random)
    unsent.push(...author.take())
    if (random.chance(0.4)) for (const update of unread.splice(0)) author.receive(update)
    if (random.chance(0.5)) tick()
    if (random.chance(0.05)) {
      count(room, repaired)
      room = reload(room, seed + step)
    }
  }
  for (const { unsent } of partitions)
    for (const update of unsent.splice(0)) room.apply([update], authorsOf(partitions))
  for (const { author, unread } of partitions) for (const update of unread.splice(0)) author.receive(update)
  assertSound(room.replica)
  for (const { doc } of authorsOf(partitions)) expect(contentOf(doc)).toEqual(contentOf(room.replica))
  reload(room, seed)
  count(room, repaired)
}

function count({ counters }: RepairedRoom, repaired: Record<string, number>): void {
  for (const [rule, times] of Object.entries(counters.repairs)) repaired[rule] = (repaired[rule] ?? 0) + times
}

function assertAllowed(doc: Y.Doc): void {
  for (const [id, entry] of doc.getMap('nodes')) {
    if (!(entry instanceof Y.Map)) continue
    const { t, pl, ...values } = entry.toJSON() as Record<string, unknown>
    if (typeof t !== 'string' || !Array.isArray(pl) || typeof pl[0] !== 'string') continue
    expect(typeViolationOf(schema, 'node', t), id).toBeUndefined()
    for (const [key, value] of Object.entries(values))
      if (key.startsWith('d:'))
        expect(violationOf(schema, 'node', t, key.slice(2), value), id).toBeUndefined()
  }
}

function editMany(author: RawAuthor, edits: number, random: SeededRandom): void {
  for (let edit = 0; edit < edits; edit++) hostileEdit(author, random)
}

function authorsOf(partitions: readonly Partition[]): RawAuthor[] {
  return partitions.map(({ author }) => author)
}

/** The room as it comes back from the store, which must have nothing left to repair. */
function reload(room: RepairedRoom, seed: number): RepairedRoom {
  const half = room.log.length >> 1
  const folded = new Y.Doc()
  for (const update of room.log.slice(0, half)) Y.applyUpdate(folded, update)
  const stored = {
    snapshot: Y.encodeStateAsUpdateV2(folded),
    updates: room.log.slice(half),
    seq: room.log.length,
  }
  const reloaded = new RepairedRoom({ stored, seed, schema })
  expect(contentOf(reloaded.replica)).toEqual(contentOf(room.replica))
  expect(reloaded.apply([]).update, 'a stored room is sound').toBeUndefined()
  return reloaded
}

function contentOf(doc: Y.Doc): unknown {
  return { nodes: doc.getMap('nodes').toJSON(), edges: doc.getMap('edges').toJSON() }
}

test.each(Array.from({ length: 8 }, (_, block) => block))(
  '[IN11] whatever hostile clients write behind partitions, the canvas is sound after every tick (seeds of block %i)',
  (block) => {
    const repaired: Record<string, number> = {}
    for (let seed = block * seedsPerBlock; seed < (block + 1) * seedsPerBlock; seed++) {
      try {
        runHostile(seed, repaired)
      } catch (error) {
        throw new Error(`seed ${seed}`, { cause: error })
      }
    }
    for (const rule of ['edge', 'parent', 'cycle', 'order', 'schema', 'value'])
      expect(repaired[rule], `the seeds break the rule of ${rule}`).toBeGreaterThan(0)
  },
  60_000,
)

const seedsPerBlock = 8
