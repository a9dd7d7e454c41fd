import type { CloseName } from '@coplane/client/protocol/close-codes'
import { Histogram } from './histogram.ts'
import type { LimitName } from './limit-name.ts'

/** What the core counts; plain integers that `/metrics` reads. The ledger: deliveries = delivered + lost; skipped were never published. */
export class Counters {
  socketsAccepted = 0
  /** Topics that open sockets are subscribed to now, each as often as it has subscribers. */
  subscriptions = 0
  messagesReceived = 0
  bytesReceived = 0
  ticks = 0
  tickOverruns = 0
  framesPublished = 0
  /** Frames × subscribed members at the time of each publish. */
  frameDeliveries = 0
  /** Of those, in native rooms: ticks that changed the document, and ticks that brought events. One may be both. */
  documentDeliveries = 0
  eventDeliveries = 0
  /** Frames sent to one socket: welcomes, syncs, acks. */
  framesSent = 0
  /** Frames that a lagging member was spared, by sequence arithmetic, and that a resync made up for. */
  framesSkipped = 0
  /** Frames that a lagging member was spared and never got, because it left or was closed before it had drained. */
  framesForgone = 0
  /** Frames that the transport reported dropped at its own limit. */
  framesLost = 0
  updatesReceived = 0
  updateBytesReceived = 0
  updatesRejected = 0
  /** Rooms of which a tick failed, and that were loaded anew. */
  roomsBroken = 0
  liveReceived = 0
  /** LIVE and OVERVIEW frames, each for one member. */
  liveFramesSent = 0
  liveBytesSent = 0
  /** LIVE frames that a member with full buffers was spared; the newest values follow. */
  liveFramesSkipped = 0
  gesturesBegun = 0
  gesturesRefused = 0
  /** Frames answered by ERROR. */
  refusals = 0
  eventsPublished = 0
  eventsDeduplicated = 0
  /** Roles that admins changed or revoked. */
  accessChanges = 0
  /** Updates of stock clients that may not edit. */
  stockUpdatesRefused = 0
  joins = 0
  joinsRefused = 0
  /** Members who waited until others had read what they were sent. */
  joinsDelayed = 0
  resyncs = 0
  /** Members that lag now. */
  lagging = 0
  recoveries = 0
  recoveriesMissed = 0
  documentEncodes = 0
  snapshotEncodes = 0
  /** Entries of a canvas and ancestors of nodes that the repairs looked at. */
  integrityLooks = 0
  /** What was repaired, by rule. */
  readonly repairs = { edge: 0, parent: 0, cycle: 0, order: 0, schema: 0, value: 0 }
  /** What sockets and fresh tokens were answered when they asked to be let in. */
  readonly admissions = { admitted: 0, unauthorized: 0, forbidden: 0, unavailable: 0 }
  /** Fetches of the keys that tokens are verified with. */
  readonly keyFetches = { fetched: 0, failed: 0 }
  storeFailures = 0
  storeFolds = 0
  readonly closes = new Map<CloseName, number>()
  /** What limits turned away, by limit. */
  readonly limited = new Map<LimitName, number>()
  readonly tickSeconds = new Histogram([0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5])
  readonly tickUpdates = new Histogram([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000])
  readonly tickBytes = new Histogram([64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576])
  readonly storeFlushSeconds = new Histogram([0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5])

  /** From a tick that changed a document until it is on disk. */
  readonly durableLagSeconds = new Histogram([
    0.005, 0.01, 0.015, 0.02, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.15, 0.25, 0.5, 1, 5,
  ])

  countLimited(name: LimitName, count = 1): void {
    this.limited.set(name, (this.limited.get(name) ?? 0) + count)
  }

  countClose(name: CloseName): void {
    this.closes.set(name, (this.closes.get(name) ?? 0) + 1)
  }
}
