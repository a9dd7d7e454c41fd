import { IndexedDbStore } from './indexeddb-store.ts'
import { OfflineCopy } from './offline-copy.ts'
import type { OfflineStore } from './offline-store.ts'
import type { Offline } from './offline.ts'

/**
 * Keeps a room in a store of the application's own: a file, a native shell's database, or `MemoryStore` in Node.
 * @example openRoom(url, { offline: keepIn(new MemoryStore()) })
 */
export function keepIn(store: OfflineStore): Offline {
  return { open: (key, room, environment) => new OfflineCopy(store, key, room, environment) }
}

/**
 * Keeps a room in the browser's IndexedDB: it opens without a server, and edits survive a reload. Where there is no
 * IndexedDB the room works all the same and `room.sync` says that nothing is kept.
 * @example openRoom(url, { offline: indexedDb() })
 */
export function indexedDb(): Offline {
  return keepIn(new IndexedDbStore(() => (typeof indexedDB === 'object' ? indexedDB : undefined)))
}
