/** Bounds of the core, each with its policy in one word. Wire bounds are the protocol's `limits`. */
export const roomLimits = {
  /** Buffered bytes at which a member stops being published to (skip, then resync). */
  softBufferedBytes: 256 * 1024,
  /** Buffered bytes at which a lagging member is brought up to date. */
  drainedBytes: 32 * 1024,
  /** How long a member may lag before it is closed as `slow-consumer`. */
  lagDeadlineMs: 30_000,
  /** Undrained bytes of all who are being brought up to date, beyond which further ones wait; at most one document more. */
  joinBudgetBytes: 64 * 1024 * 1024,
  /** Who is sent no more than this to be brought up to date never waits. */
  smallJoinBytes: 128 * 1024,
  /** For how long somebody may take nothing of what it was sent while others wait (close `slow-consumer`) … */
  joinStallMs: 5_000,
  /** … and how slowly it may take the whole of it. */
  slowestReadBytesPerSecond: 64 * 1024,
  /** Bytes published to a room between two looks at its members' buffers. */
  lagSweepBytes: 128 * 1024,
  /** What a socket may send before it is admitted (close `too-large`), and how long that may take (close `hello-timeout`). */
  earlyBytes: 256 * 1024,
  earlyFrames: 64,
  admissionMs: 10_000,
  /** Changes of access by admins that are held at a time, in all rooms (refuse). */
  accessOverrides: 10_000,
  /** Rooms that are loaded at once (wait), and how many may wait for that (refuse: close `server-full`). */
  loadsAtOnce: 16,
  loadsWaiting: 4096,
  /** An update up to this size is still taken where the document is full, until a reserve is used up too. */
  smallUpdateBytes: 4096,
  /** Letters of the id of a node or an edge, and of a key, where only canvases may be edited (refuse). */
  nameLetters: 256,
  /** After how long updates that wait for others make way for newer ones, where there is no place for both. */
  pendingMs: 10 * 60_000,
  /** Stock clients for which one socket speaks, letters of the state of each, and letters of all states of a room (skip). */
  awarenessClients: 16,
  awarenessLetters: 16 * 1024,
  awarenessRoomLetters: 8 * 1024 * 1024,
  /** Those of them who left and are remembered (oldest forgotten first). */
  awarenessLeft: 4096,
  /** Gestures of one member at a time (refuse). */
  gesturesPerMember: 16,
  /** How long a gesture lives without a sign of its hand. */
  gestureLeaseMs: 3_000,
  /** Buffered bytes at which a member's live values are skipped; the newest ones follow. */
  liveBufferedBytes: 64 * 1024,
  /** Bytes of one LIVE frame beyond which gestures wait for the next; a frame below 16 KiB is one write. */
  liveFrameBytes: 14 * 1024,
  /** Bytes of gesture values that a room tells all its members in a second; beyond, each is told them less often. */
  gestureBytesPerSecond: 32 * 1024 * 1024,
  /** What a member may be told at once of what it was not told before. */
  gestureBurstBytes: 64 * 1024,
  /** How long a member's choice of cursors holds before it is made anew, in rooms above `smallRoomMembers`. */
  interestMs: 250,
  smallRoomMembers: 64,
  /** Least time between two LIVE frames of a hidden page, and between two OVERVIEWs. */
  hiddenLiveMs: 2_000,
  overviewMs: 2_000,
  /** Cursors that an OVERVIEW names one by one; beyond, crowds in a grid of this many cells a side. */
  overviewMembers: 128,
  overviewCells: 16,
  /** How long who came and went may wait for company, in rooms of more members than one page of the roster. */
  rosterNewsMs: 100,
  /** Events kept for replay per room (oldest forgotten first). */
  eventHistoryEntries: 1024,
  eventHistoryBytes: 1024 * 1024,
  /** Refused edits of one tick that their authors are told of (further ones are taken back without a word). */
  refusalsPerTick: 256,
  /** Roots of a document (refuse): Yjs looks for their names one by one. */
  roots: 256,
  /** Types in types in types (refuse): Yjs deletes them by recursion, and fails at about 2,500. */
  nesting: 256,
  /** Removed nodes whose last place is remembered per room (oldest forgotten first). */
  removedPlaces: 4096,
  /** Tick updates appended to a join snapshot before it is encoded anew. */
  snapshotTailUpdates: 128,
  /** State-vector diffs cached per document state (reconnect storms ask for the same ones). */
  cachedDiffs: 8,
  /** Bytes waiting for the store before edits are refused (close `unavailable`). */
  journalPendingBytes: 64 * 1024 * 1024,
  /** A log longer than this, in rows, is folded into a snapshot: it bounds what one load has to apply. */
  maxLogRows: 2048,
  /** Below this size a log is never folded for its bytes alone. */
  minFoldBytes: 1024 * 1024,
  /** Least time between two commits of the store, so that a busy server's fsyncs stay rare. */
  commitSpacingMs: 40,
  /** First and longest wait after a failed commit. */
  commitRetryMinMs: 100,
  commitRetryMaxMs: 5_000,
} as const
