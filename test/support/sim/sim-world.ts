import * as Y from 'yjs'
import type { Environment } from '../../../client-sdk/src/environment.ts'
import { keepIn } from '../../../client-sdk/src/offline/keep-in.ts'
import type { OfflineStore } from '../../../client-sdk/src/offline/offline-store.ts'
import type { Schema } from '../../../client-sdk/src/model/schema.ts'
import type { RoomOptions } from '../../../client-sdk/src/room-options.ts'
import { tokenSubprotocol } from '../../../client-sdk/src/protocol/version.ts'
import { Room } from '../../../client-sdk/src/room.ts'
import { openAuthority, type Authority } from '../../../server/src/room/access.ts'
import { FaultyStore } from './faulty-store.ts'
import { PageStore } from './page-store.ts'
import { SeededRandom } from './seeded-random.ts'
import type { SimLink } from './sim-link.ts'
import { SimServer, type TickListener } from './sim-server.ts'
import { VirtualClock } from './virtual-clock.ts'

/** A client as the simulation sees it: the real SDK, and the link it has now. */
/** A room's options, with the store itself where the page keeps it. */
export type SimOptions = Omit<RoomOptions, 'offline'> & { readonly offline?: OfflineStore }

export interface SimClient {
  readonly room: Room
  link: SimLink | undefined
  /** The page is gone from one moment to the next: nothing that it would do later happens. */
  crash(): void
  /** The page stops where it is, its socket stays open: a laptop that sleeps. */
  freeze(): void
  /** The page is hidden. */
  hide(): void
  /** Whether the page would ask before it is left. */
  asks(): boolean
}

/** A server, its disk, and any number of SDK clients, all on one virtual clock and one seed. */
export class SimWorld {
  readonly clock = new VirtualClock()
  readonly random: SeededRandom
  private readonly repairRandom: SeededRandom
  private readonly schema: Schema | undefined
  store: FaultyStore
  readonly clients: SimClient[] = []
  server: SimServer
  /** Whoever connects from now on is let in as a viewer. */
  onlyViewers = false
  /** Who may do what, on every server. */
  authority: Authority = openAuthority
  /** Hears of the ticks of every server. */
  onTick: TickListener | undefined

  /** @param schema what the server's operator allows; pages have their own. */
  constructor(seed: number, schema?: Schema) {
    this.schema = schema
    this.random = new SeededRandom(seed)
    this.repairRandom = new SeededRandom(seed + 0x9e3779b9)
    this.store = new FaultyStore(this.clock)
    this.server = this.startServer()
  }

  join(name: string, options: SimOptions = {}): SimClient {
    let client: SimClient | undefined
    let early: SimLink | undefined
    let isGone = false
    const hiding = new Set<() => void>()
    const watching = new Set<(isHidden: boolean) => void>()
    const asking = new Set<() => boolean>()
    const unlessGone = (run: () => void) => () => {
      if (!isGone) run()
    }
    const environment: Environment = {
      openSocket: (_url, protocols) => {
        const offer = protocols.find((each) => each.startsWith(tokenSubprotocol))
        early = this.server.accept(name, offer?.slice(tokenSubprotocol.length))
        early.isViewer = this.onlyViewers
        if (client) client.link = early
        return early
      },
      now: () => this.clock.now(),
      soon: (run) => this.clock.soon(unlessGone(run)),
      after: (delayMs, run) => this.clock.after(delayMs, unlessGone(run)),
      onFrame: (run) => void this.clock.after(16, unlessGone(run)),
      random: this.random.next,
      onOnline: () => () => undefined,
      onHide: (run) => {
        hiding.add(run)
        return () => void hiding.delete(run)
      },
      onVisibility: (run) => {
        watching.add(run)
        return () => void watching.delete(run)
      },
      askBeforeLeaving: (isNeeded) => {
        asking.add(isNeeded)
        return () => void asking.delete(isNeeded)
      },
    }
    const doc = new Y.Doc()
    // Ties between concurrent writers go by clientID, so a replay of a seed needs the same ones.
    doc.clientID = 1 + this.random.below(2 ** 31)
    const { offline, ...rest } = options
    const kept = offline && { offline: keepIn(new PageStore(offline, () => isGone)) }
    client = {
      room: new Room(`ws://sim/v1/rooms/${name}?token=t`, name, { doc, ...rest, ...kept }, environment),
      link: early,
      crash: () => {
        isGone = true
        client?.link?.cut()
      },
      freeze: () => {
        isGone = true
        if (client?.link) client.link.stalled = true
      },
      hide: () => {
        for (const run of hiding) run()
        for (const run of watching) run(true)
      },
      asks: () => [...asking].some((isNeeded) => isNeeded()),
    }
    this.clients.push(client)
    return client
  }

  /** SIGKILL and a restart, on the same disk unless another is given. */
  killServer(disk = this.store): void {
    this.server.kill()
    this.store.kill()
    this.store = disk
    this.server = this.startServer()
  }

  private startServer(): SimServer {
    const ticked: TickListener = (room, update) => this.onTick?.(room, update)
    return new SimServer(this.clock, this.random, this.repairRandom, this.store, ticked, this.schema, {
      admit: (token, room) => this.authority.admit(token, room),
    })
  }

  /** The room's document as a server that starts now would read it. */
  async stored(name: string): Promise<Y.Doc> {
    const doc = new Y.Doc()
    const loading = this.store.load(name)
    await this.clock.pass(this.store.latencyMs + 1)
    const stored = await loading
    if (stored?.snapshot) Y.applyUpdateV2(doc, stored.snapshot)
    for (const update of stored?.updates ?? []) Y.applyUpdate(doc, update)
    return doc
  }

  /** Ends every fault and waits until all is saved and told. */
  async heal(): Promise<void> {
    this.store.failing = false
    this.store.failingLoads = false
    for (const { link } of this.clients) link?.resume()
    await this.clock.pass(90_000)
  }
}
