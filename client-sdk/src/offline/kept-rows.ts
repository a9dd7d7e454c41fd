import type { NewOfflineRow, OfflineChange, OfflineRow } from './offline-store.ts'

/** What there is to write. */
export interface KeepRequest {
  /** Own edits since the last write. */
  readonly own: readonly Uint8Array[]
  /** How many edits those are, as `room.sync` counts them. */
  readonly ownEdits: number
  /** `own` is all that is unsaved, in another shape than in the rows of before: those are content and no more to be sent. */
  readonly isRewritten: boolean
  /** Updates of the server since the last write. */
  readonly received: readonly Uint8Array[]
  /** The newest entry of the outbox; `own` are the newest ones. */
  readonly newest: number
  /** Entries of the outbox up to this one are on the server's disk. */
  readonly durableThrough: number
  readonly epoch: number
  /** The whole document as one update. */
  snapshot(): Uint8Array
}

/** One write to be, and what it means once it has succeeded. */
export interface KeepPlan {
  readonly change: OfflineChange
  readonly isFold: boolean
  /** For each added row the newest outbox entry in it; undefined where all is on the server's disk. */
  readonly through: readonly (number | undefined)[]
  readonly saved: readonly number[]
}

/** The rows of one room that this tab has read or written, and so may replace. Pure bookkeeping. */
export class KeptRows {
  /** Rows with edits that are not on the server's disk: the newest outbox entry in each. */
  private readonly unsaved = new Map<number, number>()
  /** Rows that can be folded into one: their size in bytes. */
  private readonly settled = new Map<number, number>()
  private foldedBytes = 0

  /** A row that was there when the room was opened; `through` is the outbox entry that it became. */
  found(row: OfflineRow, through: number | undefined): void {
    if (through === undefined) this.settled.set(row.key, bytesOf(row))
    else this.unsaved.set(row.key, through)
  }

  /** @returns undefined when there is nothing to write. */
  plan(request: KeepRequest): KeepPlan | undefined {
    const { own, received, newest, durableThrough, epoch, isRewritten } = request
    const saved = [...this.unsaved]
      .filter(([, through]) => isRewritten || through <= durableThrough)
      .map(([key]) => key)
    const add: NewOfflineRow[] = []
    const through: (number | undefined)[] = []
    const isFold = this.isFoldDue(newest === durableThrough)
    if (isFold) {
      add.push({ updates: [request.snapshot()], unsaved: undefined, epoch })
      through.push(undefined)
    } else if (received.length > 0) {
      add.push({ updates: received, unsaved: undefined, epoch })
      through.push(undefined)
    }
    const isSaved = newest <= durableThrough
    if (own.length > 0 && !(isFold && isSaved)) {
      add.push({ updates: own, unsaved: isSaved ? undefined : request.ownEdits, epoch })
      through.push(isSaved ? undefined : newest)
    }
    if (add.length + saved.length === 0) return undefined
    const change = isFold
      ? { add, save: [], remove: [...this.settled.keys(), ...saved] }
      : { add, save: saved, remove: [] }
    return { change, isFold, through, saved }
  }

  /** The plan was carried out. */
  written({ change, isFold, through, saved }: KeepPlan, keys: readonly number[]): void {
    if (isFold) {
      this.settled.clear()
      this.foldedBytes = bytesOf(change.add[0]!)
    }
    for (const key of saved) {
      this.unsaved.delete(key)
      // How large it is is forgotten: a row of own edits counts as a row.
      if (!isFold) this.settled.set(key, 0)
    }
    for (const [index, key] of keys.entries()) {
      const entry = through[index]
      if (entry === undefined) this.settled.set(key, isFold && index === 0 ? 0 : bytesOf(change.add[index]!))
      else this.unsaved.set(key, entry)
    }
  }

  /**
   * Waits for a moment when nothing is unsaved, so that a later page still finds unsaved edits as changes of their own;
   * but not for ever, as a server's disk may be full for long.
   */
  private isFoldDue(isAllDurable: boolean): boolean {
    const patience = isAllDurable ? 1 : 8
    let bytes = 0
    for (const rowBytes of this.settled.values()) bytes += rowBytes
    return (
      this.settled.size > maxRows * patience ||
      bytes > Math.max(minFoldBytes, 2 * this.foldedBytes) * patience
    )
  }
}

/** About a minute of a busy room. */
const maxRows = 64
/** Below that, folding saves nothing that anyone would notice. */
const minFoldBytes = 256 * 1024

function bytesOf({ updates }: NewOfflineRow): number {
  return updates.reduce((sum, update) => sum + update.length, 0)
}
