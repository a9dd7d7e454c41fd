import type * as Y from 'yjs'
import type { Environment } from './environment.ts'
import type { Schema } from './model/schema.ts'
import { indexedDbOnDemand } from './offline/indexeddb-on-demand.ts'
import type { OfflineStore } from './offline/offline-store.ts'
import type { Profile } from './profile.ts'
import type { Role } from './protocol/role.ts'

/** What `openRoom` and `connect` may be told. */
export interface RoomOptions {
  readonly profile?: Profile
  /** A document of the application's own, e.g. one that another Yjs binding shares. */
  readonly doc?: Y.Doc
  /** What this member asks to be; the server decides. A viewer is seen by the others and changes nothing. Default: `editor`. */
  readonly role?: Role
  /**
   * What may be in the data of nodes and edges, and how its keys merge; the server should have the same. An edit against it
   * changes nothing, and `onReject` hears `schema`. Default: everything may, each key merging by itself.
   */
  readonly schema?: Schema
  /**
   * Keeps the room on this device: it opens without a server, and edits survive a reload. `indexeddb` in browsers, an
   * OfflineStore of your own anywhere. Default: nothing is kept.
   */
  readonly offline?: 'indexeddb' | OfflineStore | false
  /** Has the person asked before leaving a page with edits that would be lost (`sync.atRisk`). Default: false. */
  readonly warnOnLeave?: boolean
}

/** Where the room is kept on this device; undefined for nowhere. */
export function offlineStoreOf(
  offline: RoomOptions['offline'],
  environment: Environment,
): OfflineStore | undefined {
  return offline === 'indexeddb' ? indexedDbOnDemand(() => environment.indexedDb()) : offline || undefined
}
