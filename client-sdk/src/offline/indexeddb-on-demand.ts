import type { OfflineStore } from './offline-store.ts'

/**
 * Keeps rooms in the browser's IndexedDB, with code that only those load who ask for it. A page that is to open without a
 * network keeps that file like its others; one that cannot load it keeps nothing, as where IndexedDB itself fails.
 */
export function indexedDbOnDemand(factory: () => IDBFactory | undefined): OfflineStore {
  const store = import('./indexeddb-store.ts').then(({ IndexedDbStore }) => new IndexedDbStore(factory))
  // Each call below rejects by itself.
  store.catch(() => undefined)
  return {
    load: async (room) => (await store).load(room),
    write: async (room, change) => (await store).write(room, change),
    clear: async (room) => (await store).clear(room),
  }
}
