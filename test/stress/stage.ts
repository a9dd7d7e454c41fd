import { isDeepStrictEqual } from 'node:util'
import type { RoomOptions } from '../../client-sdk/dist/room-options.js'
import { SeededRandom } from '../support/sim/seeded-random.ts'
import { openStockClient, type StockClient } from '../support/stock-client.ts'
import { until } from '../support/until.ts'
import { FaultProxy } from './fault-proxy/fault-proxy.ts'
import { FaultTally } from './fault-proxy/fault-tally.ts'
import { nothingHeld } from './held.ts'
import { RawMember, type Introduction } from './members/raw-member.ts'
import { SdkMember } from './members/sdk-member.ts'
import { Server } from './server.ts'

/** Where clients connect: a server, or a proxy before it. */
export interface Door {
  readonly port: number
}

/** What whoever starts a run asks of scenarios that can be asked. */
export interface Wishes {
  /** How long one that can last lasts; without it, its own short time. */
  readonly minutes?: number | undefined
  /** How often one that kills servers does so; without it, as often as it likes. */
  readonly kills?: number | undefined
}

/** What a scenario plays with. Everything that is opened here is closed with it. */
export class Stage {
  readonly seed: number
  readonly random: SeededRandom
  /** The warm server that scenarios share. */
  readonly server: Server
  readonly tally = new FaultTally()
  readonly held = nothingHeld()
  /** Checks that were made; each has held. */
  checks = 0
  /** A figure worth reading beside the outcome. */
  noted = ''
  readonly wishes: Wishes
  private readonly ends: (() => unknown)[] = []
  private readonly deadlineMs: number
  private readonly name: string

  constructor(name: string, seed: number, server: Server, timeoutMs: number, wishes: Wishes) {
    this.name = name
    this.seed = seed
    this.random = new SeededRandom(seed)
    this.server = server
    this.deadlineMs = performance.now() + timeoutMs
    this.wishes = wishes
  }

  /** A room that no other scenario and no other run of this one has. */
  roomName(label = 'r'): string {
    return `${this.name}-${this.seed}-${label}-${rooms++}`
  }

  /** The native URL of a room. */
  urlOf(room: string, door: Door = this.server): string {
    return urlOf(door, room)
  }

  /** A server of the scenario's own: for settings, restarts and kills. */
  async startServer(settings: Readonly<Record<string, string>> = {}): Promise<Server> {
    const server = await Server.start(settings)
    this.defer(async () => {
      if (!server.hasEnded) await server.kill()
      this.same(server.errors, [], 'a server logged errors')
    })
    return server
  }

  async proxy(door: Door = this.server): Promise<FaultProxy> {
    const proxy = await FaultProxy.start(door.port, this.tally)
    this.defer(() => proxy.stop())
    return proxy
  }

  /** The SDK, whether or not it can connect. */
  openSdk(room: string, door: Door = this.server, options: RoomOptions = {}): SdkMember {
    const member = new SdkMember(urlOf(door, room), options)
    this.held.clients++
    this.defer(() => member.room.close())
    return member
  }

  /** The SDK, synced. */
  async sdk(room: string, door: Door = this.server, options: RoomOptions = {}): Promise<SdkMember> {
    const member = this.openSdk(room, door, options)
    await this.until('an SDK member is in', () => member.isLive)
    return member
  }

  /** A socket that speaks the wire by hand. */
  openRaw(room: string, door: Door = this.server, more: Partial<Introduction> = {}): RawMember {
    const session = Uint8Array.from({ length: 16 }, () => this.random.below(256))
    const member = new RawMember(urlOf(door, room), { session, ...more })
    this.held.clients++
    this.defer(() => {
      this.held.frames += member.frameCount
      member.terminate()
    })
    return member
  }

  /** The same, with the whole document. */
  async raw(room: string, door: Door = this.server, more: Partial<Introduction> = {}): Promise<RawMember> {
    const member = this.openRaw(room, door, more)
    await this.until('a raw member is in', () => member.isSynced)
    return member
  }

  /** A stock y-websocket provider. */
  openStock(room: string, door: Door = this.server): StockClient {
    const client = openStockClient(`ws://127.0.0.1:${door.port}/yjs`, room)
    this.held.clients++
    this.defer(() => {
      client.provider.destroy()
      // It leaves the timer of its awareness running otherwise.
      client.provider.awareness.destroy()
      client.doc.destroy()
    })
    return client
  }

  /** To be called at the end, last first. */
  defer(end: () => unknown): void {
    this.ends.push(end)
  }

  /** @throws Error unless it is so. */
  check(isSo: boolean, promise: string): asserts isSo {
    if (!isSo) throw new Error(promise)
    this.checks++
  }

  /** @throws Error that shows both unless they are alike. */
  same(actual: unknown, expected: unknown, promise: string): void {
    if (!isDeepStrictEqual(actual, expected))
      throw new Error(`${promise}: ${shown(actual)} instead of ${shown(expected)}`)
    this.checks++
  }

  /** Waits until it is so, and never beyond the scenario's own end. @throws Error that says what did not come. */
  async until(what: string, isTrue: () => boolean | Promise<boolean>, timeoutMs = 15_000): Promise<void> {
    await until(what, isTrue, Math.max(0, Math.min(timeoutMs, this.deadlineMs - performance.now())))
    this.checks++
  }

  /**
   * Waits for promises as for anything else.
   * @param nudge called at every look, for whoever waits before trying again.
   */
  async settled<T>(
    what: string,
    pending: readonly Promise<T>[],
    nudge: () => void = () => undefined,
  ): Promise<T[]> {
    let isSettled = false
    const all = Promise.all(pending).finally(() => (isSettled = true))
    // Whoever fails is told below.
    all.catch(() => undefined)
    await this.until(what, () => {
      nudge()
      return isSettled
    })
    return all
  }

  note(figure: string): void {
    this.noted = figure
  }

  /** A random time of at most so many milliseconds, for faults that may come at any moment. */
  anyMoment(mostMs: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.random.below(mostMs)))
  }

  /** Closes everything that was opened, newest first. @throws the first error, when all is closed. */
  async strike(): Promise<void> {
    let failure: Error | undefined
    for (let end = this.ends.pop(); end; end = this.ends.pop())
      try {
        await end()
      } catch (error) {
        failure ??= error as Error
      }
    if (failure) throw failure
  }
}

let rooms = 0

function urlOf(door: Door, room: string): string {
  return `ws://127.0.0.1:${door.port}/v1/rooms/${encodeURIComponent(room)}`
}

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value)
  return text.length > shownLetters ? `${text.slice(0, shownLetters)}…` : text
}

/** Enough for a log line with its stack. */
const shownLetters = 2_000
