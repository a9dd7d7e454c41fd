import { randomInt } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { subprotocol } from '@coplane/client/protocol/version'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import { NativeDialect } from './dialect/native.ts'
import { YWebsocketDialect } from './dialect/y-websocket.ts'
import { nodeClock } from './net/node-clock.ts'
import { Sockets } from './net/sockets.ts'
import { readStaticFiles } from './net/static-files.ts'
import { UwsServer } from './net/uws-server.ts'
import { createRegistry } from './observe/metrics.ts'
import { openAuthority } from './room/access.ts'
import { Counters } from './room/counters.ts'
import type { DocumentStore } from './room/document-store.ts'
import { Journal } from './room/journal.ts'
import { LivePace } from './room/live-pace.ts'
import { Rooms } from './room/rooms.ts'
import { TickInterval } from './room/tick-interval.ts'
import { Ticker } from './room/ticker.ts'

/** The running server: every part wired to the others, from listening to the end of its drain. */
export class Service {
  private draining = false
  private readonly sweeping: NodeJS.Timeout
  private readonly store: DocumentStore
  private readonly server: UwsServer
  private readonly sockets: Sockets
  private readonly rooms: Rooms
  private readonly journal: Journal
  private readonly ticker: Ticker

  constructor(config: Config, store: DocumentStore, log: Logger, version: string) {
    const report = (message: string, error: unknown): void => {
      if (error === undefined) log.info(message)
      else log.error({ err: error }, message)
    }
    const counters = new Counters()
    const clock = nodeClock
    this.store = store
    this.journal = new Journal(store, clock, counters, report)
    this.ticker = new Ticker(clock, new TickInterval(config.tickMinMs, config.tickMaxMs), counters)
    const { schema } = config
    const context = {
      clock,
      ticker: this.ticker,
      livePace: new LivePace(config.liveMinMs),
      journal: this.journal,
      counters,
      report,
      schema,
      random: Math.random,
    }
    this.rooms = new Rooms(context, store, config.idleCacheBytes, () => randomInt(1, 2 ** 32))
    this.server = new UwsServer(counters)
    this.sockets = new Sockets(openAuthority, counters, report)
    const native = new NativeDialect(this.rooms, this.server, helloTimeoutMs)
    const stock = new YWebsocketDialect(this.rooms, this.server)
    const registry = createRegistry({
      counters,
      rooms: this.rooms,
      journal: this.journal,
      sockets: this.sockets,
      tickMs: () => this.ticker.tickMs,
      version,
    })
    this.server.serve(
      this.sockets,
      [
        { prefix: '/v1/rooms/', subprotocol, open: native.open },
        { prefix: '/yjs/', subprotocol: undefined, open: stock.open },
      ],
      {
        notReadyBecause: () => this.notReadyBecause(),
        metrics: () => registry.metrics(),
        metricsContentType: registry.contentType,
      },
      readStaticFiles(fileURLToPath(new URL('../../client-sdk/demo/dist', import.meta.url))),
    )
    this.sweeping = setInterval(() => this.sweep(), sweepEveryMs)
  }

  /** @returns the port, or undefined when it is not to be had. */
  listen(host: string, port: number): Promise<number | undefined> {
    return this.server.listen(host, port)
  }

  /**
   * Ends without losing an edit: takes no new sockets, flushes and stores what is there, sends everybody away in
   * batches so that they do not come back all at once, stores what still came in, closes the store.
   */
  async drain(): Promise<void> {
    this.draining = true
    this.server.stopListening()
    this.rooms.flushAll()
    await this.journal.whenSettled()
    while (this.sockets.count > 0) {
      this.sockets.closeSome(closedAtOnce, 'draining')
      await new Promise((resolve) => setTimeout(resolve, closeEveryMs))
    }
    this.rooms.flushAll()
    await this.journal.whenSettled()
    await this.store.close()
    clearInterval(this.sweeping)
    this.server.close()
  }

  private notReadyBecause(): string | undefined {
    if (this.draining) return 'draining'
    if (this.journal.failure !== undefined) return `the store fails: ${this.journal.failure}`
    if (this.journal.stalledMs > stalledStoreMs) return 'the store does not answer'
    return undefined
  }

  private sweep(): void {
    const now = nodeClock.now()
    this.ticker.sweep()
    this.rooms.sweep(now)
    this.sockets.sweep(now)
  }
}

const sweepEveryMs = 1_000
const helloTimeoutMs = 10_000
const stalledStoreMs = 5_000
/** 1,000 sockets leave within half a second; the SDK's own backoff spreads their return. */
const closedAtOnce = 200
const closeEveryMs = 100
