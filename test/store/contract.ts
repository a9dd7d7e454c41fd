import type { DocumentStore, LogRow, StoredDocument } from '../../server/src/room/document-store.ts'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
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

    it.each([-1, 1.5, Number.NaN, 2 ** 32])(
      '[ST5] a fold with seq %d is rejected, and changes nothing',
      async (seq) => {
        const { store } = await open()
        await store.append([row('plan', 1, 1)])
        await expect(store.fold('plan', seq, Uint8Array.of(7))).rejects.toThrow(Error)
        expect(await store.load('plan')).toEqual(stored(1, [1]))
        await expect(store.fold('new', seq, Uint8Array.of(7))).rejects.toThrow(Error)
        expect(await store.load('new')).toBeUndefined()
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

    it("[ST7] the snapshot of a fold is the caller's again at once: a view stays attached and may be overwritten", async () => {
      const { store } = await open()
      const buffer = Uint8Array.of(9, 1, 2, 9)
      const folded = store.fold('plan', 1, buffer.subarray(1, 3))
      buffer.fill(0)
      await folded
      expect(buffer).toHaveLength(4)
      const loaded = await store.load('plan')
      expect(loaded?.snapshot).toEqual(Uint8Array.of(1, 2))
      loaded?.snapshot?.fill(0)
      expect((await store.load('plan'))?.snapshot).toEqual(Uint8Array.of(1, 2))
    })

    it('[ST8] names are opaque: each of the hostile ones is a room of its own', async () => {
      const { store, reopen } = await open()
      await store.append(hostileNames.map((room, index) => row(room, index, index)))
      const reopened = (await reopen?.()) ?? store
      const loaded = await Promise.all(hostileNames.map((room) => reopened.load(room)))
      expect(loaded).toEqual(hostileNames.map((_, index) => stored(index, [index])))
      expect(await reopened.load('toString')).toBeUndefined()
    })

    it('[ST9] a fold takes the place of every row up to its seq; later rows stay, and the document is the same', async () => {
      const { store, reopen } = await open()
      const drawing = new Drawing()
      for (let step = 0; step < 100; step++) drawing.move(`node ${step % 7}`, step)
      const snapshot = Y.encodeStateAsUpdateV2(drawing.doc)
      for (let step = 0; step < 20; step++) drawing.move(`node ${step % 3}`, -step)
      drawing.erase('node 3')
      await store.append([...drawing.rows('plan'), row('other', 1, 1)])
      await store.fold('plan', 100, snapshot)
      const reopened = (await reopen?.()) ?? store
      const loaded = await reopened.load('plan')
      expect(loaded).toEqual({ snapshot, updates: drawing.updates.slice(100), seq: drawing.updates.length })
      expect(contentOf(restore(loaded))).toEqual(contentOf(drawing.doc))
      expect(await reopened.load('other')).toEqual(stored(1, [1]))
    })

    it('[ST9] a fold takes all rows of its own seq, and rows of that seq which come later stay', async () => {
      const { store } = await open()
      await store.append([row('plan', 5, 1), row('plan', 5, 2), row('plan', 6, 3)])
      await store.fold('plan', 5, Uint8Array.of(7))
      await store.append([row('plan', 5, 4)])
      expect(await store.load('plan')).toEqual({ ...stored(6, [3], [4]), snapshot: Uint8Array.of(7) })
    })

    it('[ST9] rows that were appended while a fold was on its way are not lost to it', async () => {
      const { store } = await open()
      const calls = [
        store.append([row('plan', 1, 1)]),
        store.append([row('plan', 2, 2)]),
        store.fold('plan', 1, Uint8Array.of(7)),
        store.append([row('plan', 3, 3)]),
      ]
      await Promise.all(calls)
      expect(await store.load('plan')).toEqual({ ...stored(3, [2], [3]), snapshot: Uint8Array.of(7) })
    })

    it('[ST12] a newer fold replaces the snapshot, an older one changes nothing', async () => {
      const { store } = await open()
      await store.append([row('plan', 1, 1), row('plan', 9, 9)])
      await store.fold('plan', 4, Uint8Array.of(4))
      await store.fold('plan', 3, Uint8Array.of(3))
      await store.append([row('plan', 3, 3)])
      await store.fold('plan', 2, Uint8Array.of(2))
      expect(await store.load('plan')).toEqual({ ...stored(9, [9], [3]), snapshot: Uint8Array.of(4) })
      await store.fold('plan', 9, Uint8Array.of(9))
      expect(await store.load('plan')).toEqual({ ...stored(9), snapshot: Uint8Array.of(9) })
    })

    it('[ST12] a room may begin with a fold', async () => {
      const { store } = await open()
      await store.fold('plan', 4, Uint8Array.of(4))
      expect(await store.load('plan')).toEqual({ ...stored(4), snapshot: Uint8Array.of(4) })
      expect(await store.load('other')).toBeUndefined()
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
      await expect(store.fold('plan', 2, Uint8Array.of(2))).rejects.toThrow('the store is closed')
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
