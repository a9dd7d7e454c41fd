import * as Y from 'yjs'

/** A log longer than this, in rows, is folded into the snapshot: it bounds what one load has to apply. */
export const maxLogRows = 2048

/** Below this size, in bytes, a log is never folded for its bytes alone. */
export const minCompactionBytes = 1024 * 1024

/** How large one room's stored history is. */
export interface LogSize {
  /** Updates logged after the snapshot. */
  readonly rows: number
  /** Bytes of those updates. */
  readonly bytes: number
  /** Bytes of the snapshot, 0 without one. */
  readonly snapshotBytes: number
}

/** Says whether a log has outgrown its snapshot. Twice the snapshot keeps the bytes rewritten per byte logged at ½. */
export function isCompactionDue(log: LogSize): boolean {
  return log.rows > maxLogRows || log.bytes > Math.max(minCompactionBytes, 2 * log.snapshotBytes)
}

/**
 * Folds updates into a snapshot.
 *
 * It builds a document rather than merging bytes, because only a document drops the content of what was deleted.
 * Updates whose dependencies have not arrived stay in the result as pending.
 *
 * @param snapshot Yjs V2, or undefined for a room that has none
 * @param updates Yjs V1, in the order they were appended
 * @returns Yjs V2
 * @throws when an update is malformed; nothing may be deleted then
 */
export function compact(snapshot: Uint8Array | undefined, updates: readonly Uint8Array[]): Uint8Array {
  const doc = new Y.Doc({ gc: true })
  try {
    doc.transact(() => {
      if (snapshot !== undefined) Y.applyUpdateV2(doc, snapshot)
      for (const update of updates) Y.applyUpdate(doc, update)
    })
    return Y.encodeStateAsUpdateV2(doc)
  } finally {
    doc.destroy()
  }
}
