import { IDBFactory } from 'fake-indexeddb'
import { expect, test } from 'vitest'
import { IndexedDbStore } from '../../client-sdk/src/offline/indexeddb-store.ts'
import { MemoryStore } from '../../client-sdk/src/offline/memory-store.ts'
import { offlineStoreContract } from './offline-contract.ts'

offlineStoreContract('memory', () => {
  const store = new MemoryStore()
  return { store, another: () => store }
})

offlineStoreContract('IndexedDB', () => {
  const factory = new IDBFactory()
  const open = (): IndexedDbStore => new IndexedDbStore(() => factory)
  return { store: open(), another: open }
})

test('[OF6] where there is no IndexedDB every call rejects', async () => {
  const store = new IndexedDbStore(() => undefined)
  await expect(store.load('a')).rejects.toThrow('no IndexedDB')
  await expect(store.write('a', { add: [], save: [], remove: [] })).rejects.toThrow('no IndexedDB')
})

test('[OF7] a database that somebody deletes is not held on to, and is made anew', async () => {
  const factory = new IDBFactory()
  const store = new IndexedDbStore(() => factory)
  const row = { updates: [Uint8Array.of(1)], unsaved: undefined, epoch: 1 }
  await store.write('a', { add: [row], save: [], remove: [] })
  await new Promise<void>((resolve, reject) => {
    const request = factory.deleteDatabase('coplane')
    request.addEventListener('success', () => resolve())
    request.addEventListener('blocked', () => reject(new Error('blocked')))
  })
  expect(await store.load('a')).toEqual([])
})
