/** What one edit is promised to have done, once the SDK has called it saved. */
export type Deed =
  | { readonly did: 'make'; readonly id: string }
  | { readonly did: 'remove'; readonly id: string }
  /** The author's own counter, which only ever rises. */
  | { readonly did: 'count'; readonly value: number }
  /** A word that nobody else writes, in some text of the room. */
  | { readonly did: 'word'; readonly word: string }
  /** Whose outcome others may rightly have changed: edges, parents. The room's integrity speaks for it. */
  | { readonly did: 'other' }

export interface Edit {
  /** Counts the author's edits as the SDK does, from 1. */
  readonly ordinal: number
  readonly deed: Deed
  /** When the SDK called it saved, on the run's clock; undefined while it has not. */
  savedMs: number | undefined
}

/** How many of its author's edits the SDK has, and how many of them it calls saved. */
export interface SyncCounts {
  readonly unsaved: number
  readonly durable: number
}

/** Everything that one session did, and when the SDK called it saved. */
export class AuthorLedger {
  readonly name: string
  readonly edits: Edit[] = []
  private saved = 0

  constructor(name: string) {
    this.name = name
  }

  get savedEdits(): number {
    return this.saved
  }

  get unsavedEdits(): number {
    return this.edits.length - this.saved
  }

  /** Takes an edit down; one that changed nothing, which the SDK's count shows, is none. */
  wrote(deed: Deed, { unsaved, durable }: SyncCounts): void {
    const ordinal = unsaved + durable
    if (ordinal === (this.edits.at(-1)?.ordinal ?? 0)) return
    this.edits.push({ ordinal, deed, savedMs: undefined })
  }

  /** The SDK saves in order: the first `durable` of all edits. */
  heard({ durable }: SyncCounts, nowMs: number): void {
    for (; this.saved < this.edits.length; this.saved++) {
      const edit = this.edits[this.saved]!
      if (edit.ordinal > durable) return
      edit.savedMs = nowMs
    }
  }
}
