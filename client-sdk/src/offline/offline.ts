import type { Environment } from '../environment.ts'
import type { CopiedRoom, OfflineCopy } from './offline-copy.ts'

/** A way to keep a room on this device; made by `indexedDb()` or `keepIn(store)` of `@coplane/client/offline`. */
export interface Offline {
  /** The SDK's own call. @param key names the room in the store. */
  open(key: string, room: CopiedRoom, environment: Environment): OfflineCopy
}
