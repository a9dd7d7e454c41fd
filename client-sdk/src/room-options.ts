import type * as Y from 'yjs'
import type { Token } from './credentials.ts'
import type { Schema } from './model/schema.ts'
import type { Offline } from './offline/offline.ts'
import type { Profile } from './profile.ts'
import type { Role } from './protocol/role.ts'

/** What `openRoom` and `connect` may be told. */
export interface RoomOptions {
  readonly profile?: Profile
  /** A document of the application's own, e.g. one that another Yjs binding shares. */
  readonly doc?: Y.Doc
  /**
   * Says who this is, where the server wants to know: a token, or a function that gives a fresh one. A function is called for
   * every socket and again before what the last token allowed has ended; while it fails it is called again, and edits wait.
   * @example token: async () => (await fetch('/canvas-token')).text()
   */
  readonly token?: Token
  /** The most that this member asks to be; the server decides. A viewer is seen by the others and changes nothing. Default: all that the server grants. */
  readonly role?: Role
  /**
   * What may be in the data of nodes and edges, and how its keys merge; the server should have the same. An edit against it
   * changes nothing, and `onReject` hears `schema`. Taken as its type says; check one that was not written in TypeScript with
   * `parseSchema` of `@coplane/client/model/parse-schema`. Default: everything may, each key merging by itself.
   */
  readonly schema?: Schema
  /**
   * Keeps the room on this device: it opens without a server, and edits survive a reload. `indexedDb()` in browsers,
   * `keepIn(store)` anywhere, both of `@coplane/client/offline`. Default: nothing is kept.
   */
  readonly offline?: Offline | false
  /** Has the person asked before leaving a page with edits that would be lost (`sync.atRisk`). Default: false. */
  readonly warnOnLeave?: boolean
}
