import { randomInt } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { subprotocol } from '@coplane/client/protocol/version'
import type { Logger } from 'pino'
import { AccessControl } from './admission/access-control.ts'
import { overridable, Overrides } from './admission/overrides.ts'
import { countedAuthority } from './admission/counted-authority.ts'
import { openAuth, type Auth } from './auth/auth.ts'
import type { Config } from './config.ts'
import { drain } from './drain.ts'
import { Entrance } from './admission/entrance.ts'
import { NativeDialect } from './dialect/native.ts'
import { YWebsocketDialect } from './dialect/y-websocket.ts'
import { HealthServer, type Health } from './net/health-routes.ts'
import { nodeClock } from './net/node-clock.ts'
import { Sockets } from './net/sockets.ts'
import { readStaticFiles } from './net/static-files.ts'
import { UwsServer } from './net/uws-server.ts'
import { createRegistry } from './observe/metrics.ts'
import type { AccessStore } from './room/access-store.ts'
import { Counters } from './room/counters.ts'
import type { DocumentStore } from './room/document-store.ts'
import { Journal } from './room/journal.ts'
import { LivePace } from './room/live-pace.ts'
import { roomLimits } from './room/room-limits.ts'
import { Rooms } from './room/rooms.ts'
import { Tally } from './room/tally.ts'
import { TickInterval } from './room/tick-interval.ts'
import { Ticker } from './room/ticker.ts'
import { StoreWatch } from './store/store-watch.ts'

/** The running server: every part wired to the others, from listening to the end of its drain. */
export class Service {
  private isDraining = false
  private readonly sweeping: NodeJS.Timeout
  private readonly store: StoreWatch
  private readonly drainSpreadMs: number
  private readonly server: UwsServer
  private readonly healthServer: HealthServer | undefined
  private readonly sockets: Sockets
  private readonly auth: Auth
  private readonly rooms: Rooms
  private readonly control: AccessControl
  private readonly journal: Journal
  private readonly ticker: Ticker

  constructor(config: Config, store: DocumentStore & AccessStore, log: Logger, version: string) {
    const report = (message: string, error: unknown): void => {
      if (error === undefined) log.info(message)
      else log.error({ err: error }, message)
    }
    const counters = new Counters()
    const clock = nodeClock
    this.store = new StoreWatch(store, () => clock.now())
    this.drainSpreadMs = config.drainSpreadMs
    this.journal = new Journal(this.store, clock, counters, report)
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
      quotas: config.quotas,
      users: new Tally(),
      random: Math.random,
    }
    this.rooms = new Rooms(context, this.store, config.idleCacheBytes, () => randomInt(1, 2 ** 32))
    this.server = new UwsServer(counters, config.tls)
    const overrides = new Overrides(roomLimits.accessOverrides)
    const entrance = new Entrance(config.limits, clock, counters, report)
    this.auth = openAuth(config.auth, { now: () => clock.now(), wallNow: () => Date.now() }, counters, log)
    const authority = overridable(this.auth.authority, overrides)
    const { trustedProxies, origins } = config
    const counted = countedAuthority(authority, counters)
    this.sockets = new Sockets(counted, entrance, trustedProxies, origins, counters, report)
    this.control = new AccessControl({
      overrides,
      store,
      counters,
      tokenLifetimeMs: config.auth.is === 'jwt' ? 1_000 * config.auth.rules.maxLifetimeS : Infinity,
      gates: () => this.sockets.gates(),
      members: (room) => this.rooms.find(room)?.roster.all() ?? [],
      wallNow: () => Date.now(),
      report,
    })
    const native = new NativeDialect(this.rooms, this.server, helloTimeoutMs)
    const stock = new YWebsocketDialect(this.rooms, this.server)
    const registry = createRegistry({
      counters,
      rooms: this.rooms,
      journal: this.journal,
      sockets: this.sockets,
      overrides,
      tickMs: () => this.ticker.tickMs,
      version,
    })
    const health: Health = {
      notReadyBecause: () => this.notReadyBecause(),
      metrics: () => registry.metrics(),
      metricsContentType: registry.contentType,
    }
    this.healthServer = config.internal && new HealthServer(health)
    this.server.serve(
      this.sockets,
      [
        { prefix: '/v1/rooms/', subprotocol, open: native.open },
        { prefix: '/yjs/', subprotocol: undefined, open: stock.open },
      ],
      this.healthServer ? undefined : health,
      readStaticFiles(fileURLToPath(new URL('../../client-sdk/demo/dist', import.meta.url))),
      config.frameAncestors,
      config.auth.is === 'jwt' ? { authority, control: this.control, report } : undefined,
    )
    this.sweeping = setInterval(() => this.sweep(), sweepEveryMs)
  }

  /** @returns the port, or undefined when it is not to be had. */
  async listen(host: string, port: number): Promise<number | undefined> {
    await this.control.load()
    return this.server.listen(host, port)
  }

  /** Where health and metrics have a port of their own. @returns as `listen`. */
  listenInternally(host: string, port: number): Promise<number | undefined> {
    return this.healthServer?.listener.listen(host, port) ?? Promise.resolve(undefined)
  }

  /**
   * Ends without losing an edit (drain.ts), and closes the store. Readiness says no from this call on.
   *
   * @param waitMs for how long it goes on as before.
   */
  async drain(waitMs: number): Promise<void> {
    this.isDraining = true
    const { server, sockets } = this
    const drained = {
      stopListening: () => server.stopListening(),
      get socketCount() {
        return sockets.count
      },
      closeSockets: (count: number) => sockets.closeSome(count, 'draining'),
      store: () => {
        this.rooms.flushAll()
        return this.journal.whenSettled()
      },
    }
    await drain(drained, { waitMs, spreadMs: this.drainSpreadMs }, nodeClock)
    await this.store.close()
    clearInterval(this.sweeping)
    this.server.close()
    this.healthServer?.listener.close()
  }

  /** For a process that gives up: lets what the store is doing end, and takes nothing more. */
  async closeStore(): Promise<void> {
    await this.store.close()
  }

  /** What a drain still waits for, as the end of a sentence. */
  get undrained(): string {
    const { pendingBytes } = this.journal
    const because = this.store.problem === undefined ? '' : `, ${this.store.problem}`
    return `${this.sockets.count} sockets are open and ${pendingBytes} bytes of edits are not on disk${because}`
  }

  private notReadyBecause(): string | undefined {
    return this.isDraining ? 'draining' : (this.store.problem ?? this.auth.problem)
  }

  private sweep(): void {
    const now = nodeClock.now()
    this.ticker.sweep()
    this.rooms.sweep(now)
    this.sockets.sweep(now)
    this.store.sweep()
    this.auth.sweep()
    this.control.sweep()
  }
}

const sweepEveryMs = 1_000
const helloTimeoutMs = 10_000
