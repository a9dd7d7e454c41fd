import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client'
import type { Counters } from '../room/counters.ts'
import type { Histogram } from '../room/histogram.ts'
import type { Journal } from '../room/journal.ts'
import { limitNames } from '../room/limit-name.ts'
import type { Rooms } from '../room/rooms.ts'

/** What the metrics read at each scrape. */
export interface Observed {
  readonly counters: Counters
  readonly rooms: Rooms
  readonly journal: Journal
  readonly sockets: { readonly count: number }
  readonly overrides: { readonly size: number }
  readonly tickMs: () => number
  readonly version: string
}

/** A Prometheus registry over the core's integers; nothing is counted twice and nothing runs between scrapes. */
export function createRegistry(observed: Observed): Registry {
  const registry = new Registry()
  const { counters, rooms, journal, sockets } = observed
  collectDefaultMetrics({ register: registry })

  const gauge = (name: string, help: string, read: () => number): void => {
    const metric: Gauge = new Gauge({
      name: `coplane_${name}`,
      help,
      registers: [registry],
      collect: () => metric.set(read()),
    })
  }
  const total = (name: string, help: string, read: () => number): void => {
    const metric: Counter = new Counter({
      name: `coplane_${name}_total`,
      help,
      registers: [registry],
      collect: () => {
        metric.reset()
        metric.inc(read())
      },
    })
  }

  gauge('client_connections', 'Open WebSockets.', () => sockets.count)
  total('client_connections_accepted', 'WebSockets accepted.', () => counters.socketsAccepted)
  const closes: Counter<'code'> = new Counter({
    name: 'coplane_client_disconnects_total',
    help: 'Sockets that the server closed, by close name.',
    labelNames: ['code'],
    registers: [registry],
    collect: () => {
      closes.reset()
      for (const [code, count] of counters.closes) closes.inc({ code }, count)
    },
  })
  const limited: Counter<'limit'> = new Counter({
    name: 'coplane_limited_total',
    help: 'Joins, frames and edits that a limit turned away, by limit.',
    labelNames: ['limit'],
    registers: [registry],
    collect: () => {
      limited.reset()
      for (const limit of limitNames) limited.inc({ limit }, counters.limited.get(limit) ?? 0)
    },
  })
  gauge(
    'topic_subscriptions',
    "Subscriptions of open sockets: to their rooms, and writers' to a topic of their own.",
    () => counters.subscriptions,
  )
  gauge('rooms', 'Rooms with members or work left.', () => rooms.liveCount)
  gauge('members', 'Members of all rooms.', () =>
    [...rooms.live()].reduce((sum, room) => sum + room.roster.size, 0),
  )
  const joins: Counter<'result'> = new Counter({
    name: 'coplane_room_joins_total',
    help: 'Joins, by result.',
    labelNames: ['result'],
    registers: [registry],
    collect: () => {
      joins.reset()
      joins.inc({ result: 'joined' }, counters.joins)
      joins.inc({ result: 'refused' }, counters.joinsRefused)
    },
  })
  total(
    'joins_delayed',
    'Joins that waited until others had read what they were sent.',
    () => counters.joinsDelayed,
  )
  gauge('joins_waiting', 'Members who wait for that now.', () => rooms.joins.waitingCount)
  gauge(
    'join_undrained_bytes',
    'Bytes that members who are being brought up to date have not taken yet.',
    () => rooms.joins.undrainedBytes,
  )
  const admissions: Counter<'result'> = new Counter({
    name: 'coplane_admissions_total',
    help: 'Answers to sockets, and to fresh tokens of open ones, that asked to be let in.',
    labelNames: ['result'],
    registers: [registry],
    collect: () => {
      admissions.reset()
      for (const [result, count] of Object.entries(counters.admissions)) admissions.inc({ result }, count)
    },
  })
  const keyFetches: Counter<'result'> = new Counter({
    name: 'coplane_auth_key_fetches_total',
    help: 'Fetches of the keys of COPLANE_AUTH_JWKS.',
    labelNames: ['result'],
    registers: [registry],
    collect: () => {
      keyFetches.reset()
      for (const [result, count] of Object.entries(counters.keyFetches)) keyFetches.inc({ result }, count)
    },
  })
  total('access_changes', 'Roles that admins changed or revoked.', () => counters.accessChanges)
  gauge(
    'access_overrides',
    'Changes of access that hold against older tokens.',
    () => observed.overrides.size,
  )
  total(
    'stock_updates_refused',
    'Updates of stock clients that may not edit.',
    () => counters.stockUpdatesRefused,
  )
  total('messages_received', 'WebSocket messages received.', () => counters.messagesReceived)
  total('received_bytes', 'Payload bytes received.', () => counters.bytesReceived)
  total('updates_received', 'Document updates received.', () => counters.updatesReceived)
  total(
    'updates_rejected',
    'Document updates that decoded but could not be applied.',
    () => counters.updatesRejected,
  )
  total(
    'rooms_broken',
    'Rooms of which a tick failed half way: their members were sent away and come back to what the store has.',
    () => counters.roomsBroken,
  )
  total(
    'live_received',
    'Live values (cursors, selections, views, gestures) received.',
    () => counters.liveReceived,
  )
  total('live_frames_sent', 'Frames of live values, each for one member.', () => counters.liveFramesSent)
  total('live_bytes_sent', 'Bytes of live values sent.', () => counters.liveBytesSent)
  total('gestures_begun', 'Gestures begun.', () => counters.gesturesBegun)
  total('gestures_refused', 'Gestures refused: held, gone, too large.', () => counters.gesturesRefused)
  total('refusals', 'Frames answered by an error, their sockets kept.', () => counters.refusals)
  total('events_published', 'Events published.', () => counters.eventsPublished)
  total(
    'events_deduplicated',
    'Events whose key was already in the history.',
    () => counters.eventsDeduplicated,
  )
  total('frames_published', 'Frames published to rooms, each encoded once.', () => counters.framesPublished)
  total('frame_deliveries', 'Published frames times subscribed members.', () => counters.frameDeliveries)
  total(
    'document_deliveries',
    'Deliveries to native members of ticks that changed the document.',
    () => counters.documentDeliveries,
  )
  total(
    'event_deliveries',
    'Deliveries to native members of ticks that brought events.',
    () => counters.eventDeliveries,
  )
  total('frames_sent', 'Frames sent to one socket: welcomes, syncs, acks.', () => counters.framesSent)
  const dropped: Counter<'reason'> = new Counter({
    name: 'coplane_frames_dropped_total',
    help: 'Frames that a member did not get: lag = spared while it lagged and made up by a resync, closed = spared while it lagged until it left, live = live values skipped for full buffers, limit = lost by the transport.',
    labelNames: ['reason'],
    registers: [registry],
    collect: () => {
      dropped.reset()
      dropped.inc({ reason: 'lag' }, counters.framesSkipped)
      dropped.inc({ reason: 'closed' }, counters.framesForgone)
      dropped.inc({ reason: 'live' }, counters.liveFramesSkipped)
      dropped.inc({ reason: 'limit' }, counters.framesLost)
    },
  })
  total('resyncs', 'Lagging members brought up to date without a reconnect.', () => counters.resyncs)
  gauge('slow_consumers', 'Members that lag now.', () => counters.lagging)
  const recoveries: Counter<'recovered'> = new Counter({
    name: 'coplane_recoveries_total',
    help: 'Rejoins, by whether every missed event could be replayed.',
    labelNames: ['recovered'],
    registers: [registry],
    collect: () => {
      recoveries.reset()
      recoveries.inc({ recovered: 'true' }, counters.recoveries)
      recoveries.inc({ recovered: 'false' }, counters.recoveriesMissed)
    },
  })
  total('ticks', 'Room flushes.', () => counters.ticks)
  total('tick_overrun', 'Flushes that came more than an interval late.', () => counters.tickOverruns)
  gauge(
    'tick_interval_seconds',
    'The current least time between two flushes of a room.',
    () => observed.tickMs() / 1000,
  )
  total(
    'document_encodes',
    'Document updates encoded for publishing; one per tick that changed a document.',
    () => counters.documentEncodes,
  )
  total(
    'snapshot_encodes',
    'Whole documents encoded, for joiners or to fold a log.',
    () => counters.snapshotEncodes,
  )
  const repairs: Counter<'rule'> = new Counter({
    name: 'coplane_integrity_repairs_total',
    help: 'Repairs of canvases: dangling edges, missing parents, cycles of parents, equal order keys, values that the schema or the canvas does not allow.',
    labelNames: ['rule'],
    registers: [registry],
    collect: () => {
      repairs.reset()
      for (const [rule, count] of Object.entries(counters.repairs)) repairs.inc({ rule }, count)
    },
  })
  total(
    'integrity_looks',
    'Entries and ancestors that the repairs looked at; per tick it follows what changed, not the size of a document.',
    () => counters.integrityLooks,
  )
  histogram(
    registry,
    'tick_duration_seconds',
    'Applying, encoding and publishing of one run of the ticker.',
    counters.tickSeconds,
  )
  histogram(registry, 'tick_updates', 'Updates per tick.', counters.tickUpdates)
  histogram(registry, 'tick_bytes', "Bytes of a tick's document update.", counters.tickBytes)
  histogram(
    registry,
    'store_flush_duration_seconds',
    'One commit of the store, fsync included.',
    counters.storeFlushSeconds,
  )
  histogram(
    registry,
    'durable_lag_seconds',
    'From a tick that changed a document until it is on disk.',
    counters.durableLagSeconds,
  )
  gauge('store_pending_bytes', 'Update bytes not yet on disk.', () => journal.pendingBytes)
  total('store_failures', 'Commits that failed and are retried.', () => counters.storeFailures)
  total('store_folds', 'Logs of rooms that were folded into a snapshot.', () => counters.storeFolds)
  gauge('doc_cache_bytes', 'Estimated heap of idle rooms kept in memory.', () => rooms.idleBytes)
  gauge('doc_cache_rooms', 'Idle rooms kept in memory.', () => rooms.idleCount)
  total('doc_cache_evictions', 'Idle rooms that had to leave memory.', () => rooms.evictions)
  const build = new Gauge({
    name: 'coplane_build_info',
    help: 'Always 1.',
    labelNames: ['version'],
    registers: [registry],
  })
  build.set({ version: observed.version }, 1)
  return registry
}

/** Shows one of the core's histograms; prom-client's own would have to be told of every observation a second time. */
function histogram(registry: Registry, name: string, help: string, read: Histogram): void {
  const full = `coplane_${name}`
  registry.registerMetric({
    name: full,
    get: () => {
      let cumulative = 0
      const buckets = read.bounds.map((bound, index) => {
        cumulative += read.counts[index]!
        return { metricName: `${full}_bucket`, value: cumulative, labels: { le: bound } }
      })
      return Promise.resolve({
        name: full,
        help,
        type: 'histogram',
        aggregator: 'sum',
        values: [
          ...buckets,
          { metricName: `${full}_bucket`, value: read.count, labels: { le: '+Inf' } },
          { metricName: `${full}_sum`, value: read.sum, labels: {} },
          { metricName: `${full}_count`, value: read.count, labels: {} },
        ],
      })
    },
  } as unknown as Counter)
}
