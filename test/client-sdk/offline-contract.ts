import { describe, expect, it } from 'vitest'
import type { NewOfflineRow, OfflineStore } from '../../client-sdk/src/offline/offline-store.ts'

export interface OpenedOfflineStore {
  readonly store: OfflineStore
  /** The same storage as another tab, or the next page, sees it. */
  readonly another: () => OfflineStore
}

const row = (...values: number[]): NewOfflineRow => ({
  updates: [Uint8Array.from(values)],
  unsaved: undefined,
  epoch: 7,
})
const add = (...rows: NewOfflineRow[]) => ({ add: rows, save: [], remove: [] })

/** What every OfflineStore promises. */
export function offlineStoreContract(name: string, open: () => OpenedOfflineStore): void {
  describe(`${name}: the OfflineStore contract`, () => {
    it('[OF1] a room that was never written has no rows', async () => {
      const { store } = open()
      await store.write('a', add(row(1)))
      expect(await store.load('b')).toEqual([])
    })

    it('[OF1] rows are loaded as they were written, in order, with ascending keys, by another page too', async () => {
      const { store, another } = open()
      const rows = [{ updates: [Uint8Array.of(1), Uint8Array.of(2, 3)], unsaved: 2, epoch: 0 }, row(4)]
      const first = await store.write('a', add(...rows))
      const second = await store.write('a', add(row(5)))
      expect(second[0]).toBeGreaterThan(first[1]!)
      const keys = [...first, ...second]
      const expected = [...rows, row(5)].map((each, index) => Object.assign(each, { key: keys[index] }))
      expect(await store.load('a')).toEqual(expected)
      expect(await another().load('a')).toEqual(expected)
    })

    it('[OF2] saved rows keep their place and content and are unsaved no more', async () => {
      const { store } = open()
      const keys = await store.write('a', add({ ...row(1), unsaved: 3 }, { ...row(2), unsaved: 1 }))
      await store.write('a', { add: [], save: [keys[0]!], remove: [] })
      expect(await store.load('a')).toEqual([
        { ...row(1), key: keys[0] },
        { ...row(2), unsaved: 1, key: keys[1] },
      ])
    })

    it('[OF2] removed rows are gone, and what took their place is there', async () => {
      const { store } = open()
      const keys = await store.write('a', add(row(1), row(2), row(3)))
      await store.write('a', { add: [row(12)], save: [], remove: [keys[0]!, keys[1]!] })
      expect((await store.load('a')).map(({ updates }) => updates[0]![0])).toEqual([3, 12])
    })

    it('[OF3] keys that another tab removed first are ignored and never given again', async () => {
      const { store, another } = open()
      const keys = await store.write('a', add(row(1), row(2)))
      await another().write('a', { add: [], save: [], remove: keys })
      await store.write('a', { add: [], save: [keys[0]!], remove: [keys[1]!] })
      expect(await store.load('a')).toEqual([])
      const [next] = await store.write('a', add(row(3)))
      expect(next).toBeGreaterThan(keys[1]!)
    })

    it('[OF3] two tabs that write at once lose nothing of each other', async () => {
      const { store, another } = open()
      const tabs = [store, another()]
      await Promise.all(
        Array.from({ length: 40 }, (_, index) => tabs[index % 2]!.write('a', add(row(index)))),
      )
      const loaded = (await store.load('a')).map(({ updates }) => updates[0]![0])
      expect(loaded.sort((left, right) => left! - right!)).toEqual(
        Array.from({ length: 40 }, (_, index) => index),
      )
    })

    it('[OF4] rooms do not mix, whatever they are called; clear forgets one of them', async () => {
      const { store } = open()
      const rooms = [
        '',
        '__proto__',
        'wss://a/v1/rooms/x',
        'wss://b/v1/rooms/x',
        'wss://a/v1/rooms/X',
        'é',
        'e\u0301',
      ]
      for (const [index, room] of rooms.entries()) await store.write(room, add(row(index)))
      const loaded = await Promise.all(rooms.map((room) => store.load(room)))
      expect(loaded.map((rows) => rows.map(({ updates }) => updates[0]![0]))).toEqual(
        rooms.map((_, index) => [index]),
      )
      await store.clear(rooms[2]!)
      expect(await store.load(rooms[2]!)).toEqual([])
      expect(await store.load(rooms[3]!)).toHaveLength(1)
    })

    it('[OF5] a view of a larger buffer is kept as what it shows, and bytes may be overwritten afterwards', async () => {
      const { store } = open()
      const buffer = Uint8Array.of(9, 1, 2, 9)
      await store.write('a', add({ ...row(), updates: [buffer.subarray(1, 3)] }))
      buffer.fill(0)
      const [loaded] = await store.load('a')
      expect([...loaded!.updates[0]!]).toEqual([1, 2])
      loaded!.updates[0]!.fill(0)
      expect([...(await store.load('a'))[0]!.updates[0]!]).toEqual([1, 2])
    })
  })
}
