import type { Document } from './document.ts'
import { roomLimits } from './room-limits.ts'

/**
 * The document as joiners with nothing get it: a V2 snapshot at some tick, and the ticks since. A storm of joins
 * encodes the snapshot once; a busy room appends its ticks to it instead of encoding it again.
 */
export class JoinSnapshot {
  private snapshotBytes: Uint8Array | undefined
  private updates: Uint8Array[] = []
  private tailBytes = 0

  /** V1 updates after the snapshot, in order. */
  get tail(): readonly Uint8Array[] {
    return this.updates
  }

  /** V2; the same array until it is encoded anew, so that frames made of it can be cached by identity. */
  snapshot(document: Document): Uint8Array {
    if (!this.snapshotBytes || this.isTailLong(this.snapshotBytes)) return this.renew(document)
    return this.snapshotBytes
  }

  /** Encodes the snapshot anew, because somebody needs one without a tail. */
  renew(document: Document): Uint8Array {
    this.updates = []
    this.tailBytes = 0
    return (this.snapshotBytes = document.encodeSnapshot())
  }

  append(update: Uint8Array): void {
    if (!this.snapshotBytes) return
    // A room without joiners would collect its ticks for nobody: drop the snapshot instead.
    if (this.isTailLong(this.snapshotBytes)) this.forget()
    else {
      this.updates.push(update)
      this.tailBytes += update.length
    }
  }

  private isTailLong(snapshot: Uint8Array): boolean {
    return (
      this.updates.length >= roomLimits.snapshotTailUpdates || this.tailBytes * 4 > snapshot.length + 4096
    )
  }

  private forget(): void {
    this.snapshotBytes = undefined
    this.updates = []
    this.tailBytes = 0
  }
}
