import { FrameType } from '@coplane/client/protocol/frame-type'
import * as Y from 'yjs'
import { agree, contentOf } from '../agreement.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const authors = 6
const deeds = 60

export const mergedTicks: Scenario = {
  id: 'STR6',
  sentence:
    'applying the ticks is applying every single update: inserts, moves, deletes and undos; a stream of cursors ends at the last',
  timeoutMs: 30_000,
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const observer = await stage.raw(room)
    const watcher = await stage.sdk(room)
    const mover = await stage.sdk(room)
    const singles: Uint8Array[] = []
    const members = await Promise.all(
      Array.from({ length: authors }, async () => {
        const member = await stage.raw(room, stage.server, { clientId: 1 + stage.random.below(2 ** 31) })
        member.sayEdits((update) => singles.push(update))
        return new Author(stage, member.doc, member.doc.clientID)
      }),
    )
    for (let deed = 0; deed < deeds; deed++) {
      for (const author of members) author.act()
      mover.room.cursor.set([deed, -deed])
      if (stage.random.chance(0.3)) await stage.anyMoment(20)
    }
    mover.room.cursor.set([4_711, 1_147])
    stage.held.edits += singles.length
    await agree(
      stage,
      room,
      members.map(({ doc }, index) => ({ whose: `author ${index}`, doc })),
    )
    const ticks = observer.all(FrameType.tick).filter(({ update }) => update)
    stage.check(ticks.length < singles.length, 'ticks hold several updates each')
    const merged = new Y.Doc()
    for (const { update } of ticks) Y.applyUpdate(merged, update!)
    const oneByOne = new Y.Doc()
    // In any order: what depends on others waits for them.
    for (const update of shuffled(stage, singles)) Y.applyUpdate(oneByOne, update)
    stage.same(contentOf(merged), contentOf(oneByOne), 'the content')
    stage.same(Y.encodeStateVector(merged), Y.encodeStateVector(oneByOne), 'the state vector')
    stage.check(Y.equalSnapshots(Y.snapshot(merged), Y.snapshot(oneByOne)), 'what is deleted is the same')
    await stage.until('the last cursor is seen', () => {
      const [cursor] = [...watcher.room.others.all()].flatMap((other) => other.cursor ?? [])
      return cursor === 4_711
    })
  },
}

/** Edits a canvas by hand in ways that the server has nothing to repair about. */
class Author {
  readonly doc: Y.Doc
  private readonly nodes: Y.Map<Y.Map<unknown>>
  private readonly undo: Y.UndoManager
  private made = 0
  private readonly stage: Stage
  private readonly clientId: number

  constructor(stage: Stage, doc: Y.Doc, clientId: number) {
    this.stage = stage
    this.doc = doc
    this.clientId = clientId
    this.nodes = doc.getMap('nodes')
    this.undo = new Y.UndoManager(doc.getMap('meta'), { trackedOrigins: new Set([this]), captureTimeout: 0 })
    stage.defer(() => this.undo.destroy())
  }

  act(): void {
    const { random } = this.stage
    const id = random.pick([...this.nodes.keys()])
    const deed = random.below(6)
    if (deed === 0 || id === undefined) this.create()
    else if (deed === 1) this.nodes.delete(id)
    else if (deed === 2)
      this.doc.transact(() => this.doc.getMap('meta').set(`k${random.below(5)}`, random.below(1_000)), this)
    else if (deed === 3) this.undo.undo()
    else if (deed === 4) this.undo.redo()
    else this.nodes.get(id)!.set('pl', ['', random.below(1_000), random.below(1_000)])
  }

  private create(): void {
    const id = `${this.clientId}-${this.made++}`
    // An order key of its own for each: equal ones are the server's to repair.
    const z = `a${this.clientId.toString(36).padStart(7, '0')}${this.made.toString(36).padStart(4, '0')}1`
    const entry = { t: 'service', pl: ['', this.made, 0], sz: [10, 10], z }
    this.nodes.set(id, new Y.Map<unknown>(Object.entries(entry)))
  }
}

function shuffled<T>({ random }: Stage, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: random.next() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item)
}
