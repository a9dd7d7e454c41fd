import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type * as Y from 'yjs'
import type { Change } from '../../client-sdk/src/history/change.ts'
import type { Schema } from '../../client-sdk/src/model/schema.ts'
import { Replica } from '../support/replica.ts'

type Edit = (replica: Replica, unique: number) => void

/** The runs decide, not the clock. */
const slowMachineMs = 60_000

const id = fc.integer({ min: 0, max: 4 }).map(String)
const schema: Schema = { version: 1, nodes: { box: { data: { note: { merge: 'text' } } } } }

/** Every value that is written is another one. */
const edit: fc.Arbitrary<Edit> = fc.oneof(
  id.map((node): Edit => ({ canvas: { nodes } }, unique) => {
    if (nodes.has(node)) nodes.update(node, { x: unique, data: { label: unique } })
    else nodes.create({ type: 'box', id: node, x: unique, data: { label: unique, note: `n${unique}` } })
  }),
  id.map(
    (node): Edit =>
      ({ canvas }, unique) =>
        void canvas.nodes.update(node, { y: unique }),
  ),
  id.map(
    (node): Edit =>
      ({ canvas }, unique) =>
        void canvas.nodes.update(node, { data: { note: `${unique}` } }),
  ),
  id.map(
    (node): Edit =>
      ({ canvas }) =>
        canvas.nodes.remove(node),
  ),
  fc.tuple(id, id).map(([from, to]): Edit => ({ canvas }, unique) => {
    if (canvas.nodes.has(from) && canvas.nodes.has(to))
      canvas.edges.create({ id: `e${unique}`, source: [from, ''], target: [to, ''] })
  }),
)

const treeEdit: fc.Arbitrary<Edit> = fc.oneof(
  edit,
  fc.tuple(fc.array(id, { maxLength: 3 }), fc.oneof(id, fc.constant(''))).map(
    ([ids, parent]): Edit =>
      ({ canvas }) =>
        void canvas.nodes.setParent(ids, parent),
  ),
  fc.array(id, { maxLength: 3 }).map(
    (ids): Edit =>
      ({ canvas }) =>
        void canvas.nodes.group(ids, { type: 'group' }),
  ),
  id.map((node): Edit => ({ canvas: { nodes } }) => {
    // Groups have ids of their own.
    const group = nodes.get(node)?.parent
    if (group) nodes.ungroup(group)
  }),
  id.map(
    (node): Edit =>
      ({ canvas }) =>
        void canvas.nodes.bringToFront([node]),
  ),
  id.map(
    (node): Edit =>
      ({ canvas, doc }, unique) =>
        canvas.batch(() => {
          for (const each of canvas.copy([node]).nodes) doc.getMap('meta').set(each.id, unique)
          canvas.nodes.update(node, { rotation: unique, locked: unique % 2 === 0, style: { unique } })
        }),
  ),
)

test(
  '[UL1] undo n times goes back through every state, redo n times forward through all of them',
  () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(treeEdit, { minLength: 1, maxLength: 4 }), { maxLength: 25, size: 'max' }),
        (batches) => {
          const replica = new Replica(1, schema)
          const { canvas, history } = replica
          const states = [replica.content]
          let unique = 1
          for (const edits of batches) {
            const told = replica.changes.length
            canvas.batch(() => edits.forEach((each) => each(replica, unique++)))
            if (replica.changes.length > told) states.push(replica.content)
          }
          replica.rejects.length = 0
          for (let round = 0; round < 2; round++) {
            for (let at = states.length - 2; at >= 0; at--) {
              expect(history.undo()).toBe(true)
              expect(replica.content).toEqual(states[at])
            }
            expect(history.canUndo).toBe(false)
            for (let at = 1; at < states.length; at++) {
              expect(history.redo()).toBe(true)
              expect(replica.content).toEqual(states[at])
            }
            expect(history.canRedo).toBe(false)
          }
          expect(replica.rejects).toEqual([])
        },
      ),
      { numRuns: 100 },
    )
  },
  slowMachineMs,
)

const turn = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('mine' as const), edit }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constant('theirs' as const), edit }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('exchange', 'exchange', 'undo', 'redo') }) },
)

test(
  '[UL2] beside others, undo and redo change only what is still mine, and refused they change no byte',
  () => {
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 60, size: 'max' }), fc.boolean(), (turns, flip) => {
        const mine = new Replica(flip ? 2 : 1, schema)
        const theirs = new Replica(flip ? 1 : 2, schema)
        const written = new Written()
        let unique = 1
        for (const each of turns)
          if (each.do === 'exchange') mine.exchange(theirs)
          else if (each.do === 'mine') each.edit(mine, unique++)
          else if (each.do === 'theirs') each.edit(theirs, unique++)
          else fairStep(mine, written, each.do)
        mine.exchange(theirs)
        expect(mine.content).toEqual(theirs.content)
        while (mine.history.canUndo) fairStep(mine, written, 'undo')
        while (mine.history.canRedo) fairStep(mine, written, 'redo')
      }),
      { numRuns: 100 },
    )
  },
  slowMachineMs,
)

test(
  '[UL3] beside others, undo and redo leave no node without its place, no edge without its ends and no new orphan',
  () => {
    const treeTurn = fc.oneof(
      { weight: 5, arbitrary: fc.record({ do: fc.constant('mine' as const), edit: treeEdit }) },
      { weight: 5, arbitrary: fc.record({ do: fc.constant('theirs' as const), edit: treeEdit }) },
      { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('exchange', 'exchange', 'undo', 'redo') }) },
    )
    fc.assert(
      fc.property(fc.array(treeTurn, { maxLength: 60, size: 'max' }), fc.boolean(), (turns, flip) => {
        const mine = new Replica(flip ? 2 : 1, schema)
        const theirs = new Replica(flip ? 1 : 2, schema)
        let unique = 1
        for (const each of turns)
          if (each.do === 'exchange') mine.exchange(theirs)
          else if (each.do === 'mine') each.edit(mine, unique++)
          else if (each.do === 'theirs') each.edit(theirs, unique++)
          else soundStep(mine, each.do)
        mine.exchange(theirs)
        while (mine.history.canUndo) soundStep(mine, 'undo')
        while (mine.history.canRedo) soundStep(mine, 'redo')
        mine.exchange(theirs)
        expect(mine.content).toEqual(theirs.content)
      }),
      { numRuns: 100 },
    )
  },
  slowMachineMs,
)

/** What this side has done to the document, entry by entry. */
class Written {
  /** Of an entry that it made or wrote to, what it wrote last, by key. */
  private readonly values = new Map<string, Map<string, unknown>>()
  /** What it ever deleted. Absence is a value like any other: that somebody else deleted it again does not show. */
  private readonly deleted = new Set<string>()

  take(changes: readonly Change[]): void {
    for (const change of changes) {
      const slot = `${change.root} ${change.id}`
      if (change.is === 'key') this.entry(slot).set(change.key, change.after)
      else if (change.after) this.values.set(slot, new Map(change.after))
      else {
        this.values.delete(slot)
        this.deleted.add(slot)
      }
    }
  }

  /** Whether what the change replaced was written here; edges of others go with a node that goes. */
  expectOwn(change: Change, all: readonly Change[]): void {
    const slot = `${change.root} ${change.id}`
    if (change.is === 'key') expect(this.values.get(slot)?.get(change.key), slot).toEqual(change.before)
    else if (change.after) expect(this.deleted, slot).toContain(slot)
    else if (!isCascade(change, all)) expect([...this.values.keys()], slot).toContain(slot)
  }

  private entry(slot: string): Map<string, unknown> {
    const known = this.values.get(slot) ?? new Map<string, unknown>()
    this.values.set(slot, known)
    return known
  }
}

/** One undo or redo, which may change only what this side wrote last. */
function fairStep(replica: Replica, written: Written, step: 'undo' | 'redo'): void {
  written.take(replica.changes.splice(0).flat())
  const before = replica.bytes
  if (!replica.history[step]()) expect(replica.bytes).toEqual(before)
  const made = replica.changes.flat()
  for (const change of made) written.expectOwn(change, made)
}

function isCascade({ root, before }: Change, all: readonly Change[]): boolean {
  if (root !== 'edges' || !(before instanceof Map)) return false
  const gone = new Set(all.flatMap((each) => (each.is === 'entry' && !each.after ? [each.id] : [])))
  return ['s', 'e'].some((end) => gone.has((before.get(end) as { json: [string] }).json[0]))
}

/** One undo or redo; what it writes must be whole. */
function soundStep(replica: Replica, step: 'undo' | 'redo'): void {
  const before = plain(replica)
  replica.history[step]()
  const after = plain(replica)
  for (const [node, entry] of after.nodes) {
    expect([entry['t'], entry['pl'], entry['sz']], `${node} after ${step}`).not.toContain(undefined)
    const [parent] = entry['pl'] as [string]
    const [was] = (before.nodes.get(node)?.['pl'] ?? [undefined]) as [string | undefined]
    if (parent !== '' && parent !== was)
      expect(after.nodes.has(parent), `parent of ${node} after ${step}`).toBe(true)
  }
  for (const [edge, entry] of after.edges)
    if (!before.edges.has(edge))
      for (const end of ['s', 'e'])
        expect(after.nodes.has((entry[end] as [string])[0]), `end of ${edge} after ${step}`).toBe(true)
}

type Entries = ReadonlyMap<string, Record<string, unknown>>

function plain({ doc }: Replica): { readonly nodes: Entries; readonly edges: Entries } {
  const entries = (name: string): Entries =>
    new Map(Object.entries(doc.getMap<Y.Map<unknown>>(name).toJSON()))
  return { nodes: entries('nodes'), edges: entries('edges') }
}
