/** Yjs updates that were written together, without a key yet. */
export interface NewOfflineRow {
  /** Yjs updates (V1) in the order they happened. Never empty. */
  readonly updates: readonly Uint8Array[]
  /**
   * Undefined where the server has them on disk or they came from it. Otherwise edits made in a tab that are not known to
   * be on the server's disk: how many, as `room.sync` counts them. May be 0: updates that the server needs and nobody counts.
   */
  readonly unsaved: number | undefined
  /** The generation of the server's history that they belong to; 0 where there was no connection yet. */
  readonly epoch: number
}

/** A row as it was written. */
export interface OfflineRow extends NewOfflineRow {
  /** Ascends with every row written; never used again. */
  readonly key: number
}

/** What one write changes: all of it or nothing. Keys that are gone already, because another tab was faster, are ignored. */
export interface OfflineChange {
  readonly add: readonly NewOfflineRow[]
  /** Rows whose `unsaved` becomes undefined. */
  readonly save: readonly number[]
  readonly remove: readonly number[]
}

/**
 * Where rooms are kept on this device, as rows of Yjs updates. Shared by all tabs of an origin, so every call stands by
 * itself: tabs only ever add rows and remove those whose content they have written anew. Calls take effect in the order in
 * which they were made, and reject when the storage fails.
 */
export interface OfflineStore {
  /** All rows of a room by ascending key. @param room any string; the SDK takes the room's URL without its query. */
  load(room: string): Promise<readonly OfflineRow[]>
  /** Resolves once the change survives the page. @returns the keys of `add`, in its order. */
  write(room: string, change: OfflineChange): Promise<readonly number[]>
  /** Forgets a room. */
  clear(room: string): Promise<void>
}
