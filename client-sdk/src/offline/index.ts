export { indexedDb, keepIn } from './keep-in.ts'
export { MemoryStore } from './memory-store.ts'
export type { NewOfflineRow, OfflineChange, OfflineRow, OfflineStore } from './offline-store.ts'
export type { Offline } from './offline.ts'
