import fc from 'fast-check'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { LeanTransactions } from '../../server/src/room/transaction/lean-transactions.ts'
import { scribble } from '../support/scribbles.ts'
import { SeededRandom } from '../support/sim/seeded-random.ts'

type Run = (write: (transaction: Y.Transaction) => void) => void

/** A document, and all that could be seen of it from outside. */
class Watched {
  readonly doc = new Y.Doc()
  readonly seen: unknown[] = []
  private readonly run: Run

  constructor(makeRun: (doc: Y.Doc) => Run) {
    this.doc.clientID = 1_000
    this.run = makeRun(this.doc)
    this.doc.on('update', (update: Uint8Array) => this.seen.push(hexOf(update)))
    this.doc.on('afterTransaction', (transaction: Y.Transaction) =>
      this.seen.push(Y.snapshot(this.doc).sv, transaction.changed.size, transaction.deleteSet),
    )
    const nodes = this.doc.getMap<unknown>('nodes')
    nodes.observe(({ changes }) =>
      this.seen.push([...changes.keys.entries()].map(([key, { action }]) => [key, action])),
    )
    this.doc.getText('text').observe(({ delta }) => this.seen.push(JSON.stringify(delta)))
  }

  /** Applies all in one transaction, and writes something of its own: in it, or before where it is not its own. */
  tick(updates: readonly Uint8Array[], own: number | undefined, isLocal: boolean): void {
    const write = (): unknown => own !== undefined && this.doc.getMap('own').set(`k${own % 3}`, own)
    if (!isLocal) write()
    this.run((transaction) => {
      for (const update of updates) Y.applyUpdate(this.doc, update)
      transaction.local = isLocal
      if (isLocal) write()
    })
  }

  /** An observer that answers a transaction by one of its own. */
  answer(): void {
    const answers = this.doc.getMap('answers')
    this.doc.getMap('nodes').observe(({ changes }) => {
      for (const key of changes.keys.keys()) answers.set(key, answers.size)
    })
  }

  get state(): unknown {
    const { doc, seen } = this
    const { pendingDs, pendingStructs } = doc.store
    return { seen, id: doc.clientID, whole: hexOf(Y.encodeStateAsUpdate(doc)), pendingDs, pendingStructs }
  }
}

/** Strings are compared faster than arrays. */
function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function pair(): readonly [plain: Watched, lean: Watched] {
  return [
    new Watched((doc) => (write) => doc.transact(write)),
    new Watched((doc) => {
      const transactions = new LeanTransactions(doc)
      return (write) => transactions.run(write)
    }),
  ]
}

/** Feeds both the same, in ticks of a few updates. */
function feed(seed: number, each: readonly Watched[], isLocal: boolean): void {
  const random = new SeededRandom(seed)
  const updates = scribble(seed, 6, 60)
  for (let from = 0; from < updates.length;) {
    const until = from + 1 + random.below(6)
    // Now and then something that is known already, or nothing at all.
    const again = random.chance(0.2) ? updates.slice(Math.max(0, from - 9), from) : []
    const own = random.chance(0.3) ? random.below(100) : undefined
    for (const watched of each) watched.tick([...updates.slice(from, until), ...again], own, isLocal)
    from = until
  }
}

test('[TK7] a lean transaction emits, tells and leaves behind the very bytes of a plain one', () => {
  fc.assert(
    fc.property(fc.integer(), fc.boolean(), (seed, isLocal) => {
      const [plain, lean] = pair()
      feed(seed, [plain, lean], isLocal)
      expect(lean.seen.length).toBeGreaterThan(10)
      expect(lean.state).toEqual(plain.state)
    }),
    { numRuns: 60 },
  )
})

test('[TK7] so it does when observers answer with transactions of their own', () => {
  let answers = 0
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const [plain, lean] = pair()
      for (const watched of [plain, lean]) watched.answer()
      feed(seed, [plain, lean], true)
      // A few seeds touch no node at all.
      answers += lean.doc.getMap('answers').size
      expect(lean.state).toEqual(plain.state)
    }),
    { numRuns: 30 },
  )
  expect(answers).toBeGreaterThan(30)
})

test('[TK7] so it does after plain transactions in between, and when one throws', () => {
  fc.assert(
    fc.property(fc.integer(), (seed) => {
      const [plain, lean] = pair()
      const updates = scribble(seed, 5, 40)
      const [first, second] = [updates.slice(0, 15), updates.slice(15)]
      for (const watched of [plain, lean]) {
        for (const update of first) Y.applyUpdate(watched.doc, update)
        expect(() => watched.tick([...second.slice(0, 5), Uint8Array.of(1, 1, 1)], undefined, true)).toThrow()
        watched.tick(second.slice(5), 1, true)
        for (const update of second) Y.applyUpdate(watched.doc, update)
      }
      expect(lean.state).toEqual(plain.state)
    }),
    { numRuns: 30 },
  )
})

test('[TK8] a lean transaction looks at the clients it touches, however many ever wrote', () => {
  const looksWith = (clients: number): number => {
    const doc = new Y.Doc()
    const transactions = new LeanTransactions(doc)
    const map = doc.getMap('nodes')
    for (let client = 1; client <= clients; client++) {
      doc.clientID = client
      map.set(`n${client}`, client)
    }
    let looks = 0
    doc.on('update', () => undefined)
    doc.on('afterTransactionCleanup', ({ beforeState, afterState }: Y.Transaction) => {
      looks = [...beforeState].length + [...afterState].length
    })
    transactions.run(() => map.set('n1', 'again'))
    expect(map.get('n1')).toBe('again')
    return looks
  }
  expect(looksWith(1_000)).toBe(looksWith(10))
})
