import type { DocumentStore, LogRow, StoredDocument } from '../../server/src/room/document-store.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxLogRows } from '../../server/src/store/compaction.ts'
import { contentOf, Drawing, restore } from './drawing.ts'

/** A fresh, empty store; the test that opened it closes it or lets its end do so. */
export interface OpenedStore {
  readonly store: DocumentStore
  /** Closes the store and opens the same storage again. Absent where nothing outlives the process. */
  readonly reopen?: () => Promise<DocumentStore>
}

const hostileNames = [
  '',
  ' ',
  '__proto__',
  'constructor',
  'a/b',
  '../../etc/passwd',
  "'; DROP TABLE log; --",
  'Room',
  'room',
  '\u0000',
  'a\u0000b',
  'a',
  '🛰️',
  'é',
  'e\u0301',
  '\ud800',
  '\ud801',
  '\ufffd',
  'x'.repeat(10_000),
]

/** What every store promises. Rule ids are cited by the adapters' own tests. */
export function documentStoreContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(`${name}: the DocumentStore contract`, { timeout: 120_000 }, () => {
    it('[ST1] a room that was never written has no document', async () => {
      const { store } = await open()
      await store.append([row('plan', 1, 1)])
      expect(await store.load('other')).toBeUndefined()
    })

    it('[ST2] updates are loaded in the order they were appended, with the newest seq', async () => {
      const { store } = await open()
      await store.append([row('plan', 1, 10), row('plan', 2, 20)])
      await store.append([row('plan', 7, 70)])
      expect(await store.load('plan')).toEqual(stored(7, [10], [20], [70]))
    })

    it('[ST2] rows that share a seq keep their order, within one append and across several', async () => {
      const { store } = await open()
      await store.append([row('plan', 5, 1), row('other', 5, 9), row('plan', 5, 2)])
      await store.append([row('plan', 5, 3), row('plan', 6, 4)])
      expect(await store.load('plan')).toEqual(stored(6, [1], [2], [3], [4]))
    })

    it('[ST2] a seq may be any unsigned 32 bit number', async () => {
      const { store } = await open()
      await store.append([row('plan', 0, 1)])
      expect(await store.load('plan')).toEqual(stored(0, [1]))
      await store.append([row('plan', 0x8000_0000, 2), row('plan', 0xffff_ffff, 3)])
      expect(await store.load('plan')).toEqual(stored(0xffff_ffff, [1], [2], [3]))
    })

    it('[ST3] a load sees every append that resolved before it was called', async () => {
      const { store } = await open()
      const first = store.append([row('plan', 1, 1)])
      const others = [2, 3].map((seq) => store.append([row('plan', seq, seq)]))
      await first
      expect((await store.load('plan'))?.updates[0]).toEqual(Uint8Array.of(1))
      await Promise.all(others)
      expect(await store.load('plan')).toEqual(stored(3, [1], [2], [3]))
    })

    it('[ST4] one append may carry rows of many rooms', async () => {
      const { store } = await open()
      const rooms = Array.from({ length: 1_000 }, (_, index) => `room ${index}`)
      await store.append(rooms.map((room, index) => row(room, index, index % 256, 7)))
      const loaded = await Promise.all(rooms.map((room) => store.load(room)))
      expect(loaded).toEqual(rooms.map((_, index) => stored(index, [index % 256, 7])))
    })

    it('[ST4] an append without rows changes nothing', async () => {
      const { store } = await open()
      await store.append([])
      expect(await store.load('plan')).toBeUndefined()
    })

    it.each([-1, 1.5, Number.NaN, 2 ** 32])(
      '[ST5] a row with seq %d rejects its append, and no row of it stays',
      async (seq) => {
        const { store } = await open()
        await store.append([row('plan', 1, 1)])
        const rows = [row('plan', 2, 2), row('new', 2, 2), row('plan', seq, 3)]
        await expect(store.append(rows)).rejects.toThrow(Error)
        expect(await store.load('plan')).toEqual(stored(1, [1]))
        expect(await store.load('new')).toBeUndefined()

        await store.append(rows.slice(0, 2))
        expect(await store.load('plan')).toEqual(stored(2, [1], [2]))
        expect(await store.load('new')).toEqual(stored(2, [2]))
      },
    )

    it('[ST6] rows appended again, because their caller could not know, leave the document and its seq as they were', async () => {
      const { store } = await open()
      const rows = new Drawing().move('a', 1).move('b', 2).erase('a').rows('plan')
      await store.append(rows)
      const before = await store.load('plan')
      await store.append(rows.slice(0, 2))
      await store.append(rows)
      const after = await store.load('plan')
      expect(contentOf(restore(after))).toEqual(contentOf(restore(before)))
      expect(after?.seq).toBe(before?.seq)
    })

    it('[ST7] a view of a larger buffer is stored as what it shows, and stays attached', async () => {
      const { store } = await open()
      const buffer = Uint8Array.of(9, 9, 1, 2, 3, 9, 9)
      const update = buffer.subarray(2, 5)
      await store.append([
        { room: 'plan', seq: 1, update },
        { room: 'plan', seq: 2, update: Buffer.from([4]) },
      ])
      expect([...buffer]).toEqual([9, 9, 1, 2, 3, 9, 9])
      expect(await store.load('plan')).toEqual(stored(2, [1, 2, 3], [4]))
    })

    it('[ST7] the caller may overwrite its bytes once the append has settled, and what it loaded', async () => {
      const { store } = await open()
      const update = Uint8Array.of(1, 2)
      await store.append([{ room: 'plan', seq: 1, update }])
      update.fill(0)
      const loaded = await store.load('plan')
      expect(loaded).toEqual(stored(1, [1, 2]))
      loaded?.updates[0]?.fill(0)
      expect(await store.load('plan')).toEqual(stored(1, [1, 2]))
    })

    it('[ST8] names are opaque: each of the hostile ones is a room of its own', async () => {
      const { store, reopen } = await open()
      await store.append(hostileNames.map((room, index) => row(room, index, index)))
      const reopened = (await reopen?.()) ?? store
      const loaded = await Promise.all(hostileNames.map((room) => reopened.load(room)))
      expect(loaded).toEqual(hostileNames.map((_, index) => stored(index, [index])))
      expect(await reopened.load('toString')).toBeUndefined()
    })

    it('[ST9] a log is folded into a snapshot before it grows long, and the document stays the same', async () => {
      const { store } = await open()
      const drawing = new Drawing()
      for (let step = 0; step < 3 * maxLogRows; step++) drawing.move(`node ${step % 7}`, step)
      drawing.erase('node 3')
      const rows = drawing.rows('plan')
      while (rows.length > 0) await store.append(rows.splice(0, 8))
      const loaded = await loadFolded(store, 'plan')
      expect(loaded.seq).toBe(drawing.updates.length)
      expect(contentOf(restore(loaded))).toEqual(contentOf(drawing.doc))
    })

    it('[ST9] an update whose dependency has not arrived survives the folding, and resolves when it arrives', async () => {
      const { store, reopen } = await open()
      const drawing = new Drawing().move('late', 1)
      for (let step = 0; step < 20; step++) drawing.move('node', step)
      drawing.erase('late')
      const [first, ...others] = drawing.rows('plan')
      const filler = new Drawing()
      for (let step = 0; step < 2 * maxLogRows; step++) filler.move('filler', step)
      await store.append(others)
      await store.append(filler.rows('plan', 100))
      expect((await loadFolded(store, 'plan')).snapshot).toBeDefined()

      const reopened = (await reopen?.()) ?? store
      expect(
        restore(await reopened.load('plan'))
          .getMap('nodes')
          .toJSON(),
      ).toEqual(filler.doc.getMap('nodes').toJSON())
      await reopened.append([{ ...first!, seq: 5_000 }])
      expect(
        restore(await reopened.load('plan'))
          .getMap('nodes')
          .toJSON(),
      ).toEqual({
        ...drawing.doc.getMap('nodes').toJSON(),
        ...filler.doc.getMap('nodes').toJSON(),
      })
    })

    it('[ST10] any edits, in any batches, are loaded as the document they make', async () => {
      const { store } = await open()
      const edit = fc.record({
        room: fc.nat(2),
        node: fc.nat(4),
        x: fc.nat(),
        isErased: fc.boolean(),
        isBatchEnd: fc.boolean(),
      })
      let run = 0
      await fc.assert(
        fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 60 }), async (edits) => {
          run += 1
          const drawings = [new Drawing(), new Drawing(), new Drawing()]
          const rooms = drawings.map((_, index) => `run ${run} room ${index}`)
          const batch: LogRow[] = []
          for (const [seq, { room, node, x, isErased, isBatchEnd }] of edits.entries()) {
            const drawing = drawings[room]!
            if (isErased) drawing.erase(`node ${node}`)
            else drawing.move(`node ${node}`, x)
            const update = drawing.updates.pop()
            if (update !== undefined) batch.push({ room: rooms[room]!, seq, update })
            if (isBatchEnd) await store.append(batch.splice(0))
          }
          await store.append(batch)
          const loaded = await Promise.all(rooms.map((room) => store.load(room)))
          expect(loaded.map((document) => contentOf(restore(document)))).toEqual(
            drawings.map(({ doc }) => contentOf(doc)),
          )
        }),
        { numRuns: 30 },
      )
    })

    it('[ST11] close finishes what is in flight, rejects what comes later, and may be called again', async () => {
      const { store, reopen } = await open()
      const inFlight = [store.append([row('plan', 1, 1)]), store.load('plan'), store.close()]
      await expect(store.append([row('plan', 2, 2)])).rejects.toThrow('the store is closed')
      await expect(store.load('plan')).rejects.toThrow('the store is closed')
      await Promise.all(inFlight)
      await store.close()
      await expect(store.load('plan')).rejects.toThrow('the store is closed')
      if (reopen !== undefined) expect(await (await reopen()).load('plan')).toEqual(stored(1, [1]))
    })
  })
}

function row(room: string, seq: number, ...bytes: number[]): LogRow {
  return { room, seq, update: Uint8Array.from(bytes) }
}

function stored(seq: number, ...updates: number[][]): StoredDocument {
  return { snapshot: undefined, updates: updates.map((bytes) => Uint8Array.from(bytes)), seq }
}

/** A store folds a log after it has replied; each load lets it. A store that never does runs into the timeout. */
async function loadFolded(store: DocumentStore, room: string): Promise<StoredDocument> {
  for (;;) {
    const loaded = await store.load(room)
    if (loaded !== undefined && loaded.updates.length <= maxLogRows) return loaded
  }
}
