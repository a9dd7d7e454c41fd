import type { StoredDocument } from './document-store.ts'
import { roomLimits } from './room-limits.ts'

/** How large a room's stored history is, so that its log is folded before a load has too much to apply. */
export class LogSize {
  /** Updates on disk after the snapshot. */
  rows: number
  /** Bytes of those updates. */
  bytes: number
  private snapshotBytes: number
  /** Not folded before it has this many rows: a store that cannot fold is asked O(1) times per row. */
  private retryAtRows = 0
  private isOutdated = false

  constructor(stored: StoredDocument | undefined) {
    const updates = stored?.updates ?? []
    this.rows = updates.length
    this.bytes = updates.reduce((sum, update) => sum + update.length, 0)
    this.snapshotBytes = stored?.snapshot?.length ?? 0
  }

  /** Whether the log has outgrown its snapshot. Twice the snapshot keeps the bytes rewritten per byte logged at ½. */
  get isFoldDue(): boolean {
    const { minFoldBytes, maxLogRows } = roomLimits
    if (this.rows < this.retryAtRows) return false
    return (
      this.isOutdated || this.rows > maxLogRows || this.bytes > Math.max(minFoldBytes, 2 * this.snapshotBytes)
    )
  }

  /** It holds what the document does not have any more: it is folded next. */
  outdate(): void {
    this.isOutdated = true
  }

  stored(update: Uint8Array): void {
    this.rows++
    this.bytes += update.length
  }

  /** The first `rows` rows and their `bytes` are in a snapshot now. */
  folded(rows: number, bytes: number, snapshotBytes: number): void {
    this.rows -= rows
    this.bytes -= bytes
    this.snapshotBytes = snapshotBytes
    this.retryAtRows = 0
    this.isOutdated = false
  }

  foldFailed(): void {
    this.retryAtRows = 2 * this.rows
  }
}
