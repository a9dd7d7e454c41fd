/** Bounds of the core, each with its policy in one word. Wire bounds are the protocol's `limits`. */
export const roomLimits = {
  /** Buffered bytes at which a member stops being published to (skip, then resync). */
  softBufferedBytes: 256 * 1024,
  /** Buffered bytes at which a lagging member is brought up to date. */
  drainedBytes: 32 * 1024,
  /** How long a member may lag before it is closed as `slow-consumer`. */
  lagDeadlineMs: 30_000,
  /** Bytes published to a room between two looks at its members' buffers. */
  lagSweepBytes: 128 * 1024,
  /** Events kept for replay per room (oldest forgotten first). */
  eventHistoryEntries: 1024,
  eventHistoryBytes: 1024 * 1024,
  /** Tick updates appended to a join snapshot before it is encoded anew. */
  snapshotTailUpdates: 128,
  /** State-vector diffs cached per document state (reconnect storms ask for the same ones). */
  cachedDiffs: 8,
  /** Bytes waiting for the store before edits are refused (close `unavailable`). */
  journalPendingBytes: 64 * 1024 * 1024,
  /** Least time between two commits of the store, so that a busy server's fsyncs stay rare. */
  commitSpacingMs: 40,
  /** First and longest wait after a failed commit. */
  commitRetryMinMs: 100,
  commitRetryMaxMs: 5_000,
} as const
