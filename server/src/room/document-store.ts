/** What a store hands back for one room: a Yjs V2 snapshot and the V1 updates logged after it. */
export interface StoredDocument {
  /** Yjs **V2** encoding of the document at some seq, absent while everything is still in the log. */
  readonly snapshot: Uint8Array | undefined
  /** Yjs **V1** updates in the order they were appended; apply after the snapshot. */
  readonly updates: readonly Uint8Array[]
  /** The seq of the newest row, snapshot included; 0 for a room that was never written. */
  readonly seq: number
}

/** One update of one room's tick, to be made durable. Several rows may carry the same seq. */
export interface LogRow {
  readonly room: string
  /** The room's tick counter, unsigned 32 bit; never decreases within a room. */
  readonly seq: number
  /** Yjs V1 update bytes. The store does not keep the array after `append` has settled. */
  readonly update: Uint8Array
}

/**
 * The port that every store implements and one contract suite tests.
 *
 * Promises: rows that `append` resolved for survive SIGKILL and power loss (memory store: the process);
 * `append` is all or nothing; a rejected call changed nothing or, where only its answer was lost, everything. Either way the caller
 * may repeat it: the same update twice is once to Yjs, and a fold repeated puts the same snapshot in its own place;
 * `load` sees every append and fold that resolved before it was called. Calls take effect in the order they were made.
 */
export interface DocumentStore {
  /** @returns the stored document, or undefined for a room that has no row. Rejects when it cannot tell. */
  load(room: string): Promise<StoredDocument | undefined>
  /** Appends rows of any number of rooms in one transaction and resolves once they are durable. */
  append(rows: readonly LogRow[]): Promise<void>
  /**
   * Replaces a room's snapshot and every row of it up to `seq` in one transaction; rows of later seqs stay. With a seq
   * before that of the snapshot it changes nothing. The array is the caller's again when it returns.
   *
   * @param snapshot Yjs V2, with the content of all those rows
   */
  fold(room: string, seq: number, snapshot: Uint8Array): Promise<void>
  /** Finishes what is in flight and releases the storage; later calls reject. */
  close(): Promise<void>
}
