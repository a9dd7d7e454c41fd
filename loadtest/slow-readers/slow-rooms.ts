import { Histogram } from '../driver/histogram.ts'
import type { Reader } from './reader.ts'
import type { MemberTotals, SeenFigures, SlowReport } from './slow-order.ts'
import type { SlowRoom } from './slow-room.ts'

/** All rooms of a run as one: what each counted, added up. */
export class SlowRooms {
  private readonly rooms: readonly SlowRoom[]

  constructor(rooms: readonly SlowRoom[]) {
    this.rooms = rooms
  }

  get memberCount(): number {
    return this.rooms.reduce((sum, { crowd }) => sum + crowd.memberCount, 0)
  }

  get sockets(): readonly Reader[] {
    return this.rooms.flatMap(({ crowd }) => crowd.sockets)
  }

  get closedReasons(): readonly string[] {
    return this.rooms.flatMap(({ crowd }) => crowd.closedReasons)
  }

  get reconnects(): number {
    return this.rooms.reduce((sum, { crowd }) => sum + crowd.reconnects, 0)
  }

  /** Rejects when one of them is broken. */
  get broken(): Promise<never> {
    return Promise.race(this.rooms.map(({ crowd }) => crowd.broken))
  }

  slowDown(): void {
    for (const { crowd } of this.rooms) crowd.slowDown()
  }

  /** Everybody reads again, and who was closed comes back; resolves when all have everything. */
  async recover(): Promise<void> {
    await Promise.all(this.rooms.map(({ crowd }) => crowd.recover()))
  }

  async caughtUp(): Promise<void> {
    await Promise.all(this.rooms.map(({ crowd }) => crowd.caughtUp()))
  }

  leave(): void {
    for (const { crowd } of this.rooms) crowd.leave()
  }

  totals(): MemberTotals {
    return this.rooms
      .map(({ crowd }) => crowd.totals())
      .reduce((sum, one) => {
        const names = Object.keys(sum) as (keyof MemberTotals)[]
        return Object.fromEntries(
          names.map((name) => [name, sum[name] + one[name]]),
        ) as unknown as MemberTotals
      })
  }

  seen(...windows: readonly [number, number][]): SeenFigures {
    const latency = new Histogram()
    let lost = 0
    for (const { ledger } of this.rooms)
      for (const [from, to] of windows) {
        const deliveries = ledger.deliveries(from, to)
        lost += deliveries.lost
        latency.merge(deliveries.latency)
      }
    return { ...latency.summary(), count: latency.count, lost }
  }

  updates(from: number, to: number): number {
    return this.rooms.reduce((sum, { ledger }) => sum + ledger.deliveries(from, to).updates, 0)
  }

  joins(): SlowReport['join'] {
    const histogram = new Histogram(20_000_000)
    for (const { joinMs } of this.sockets) histogram.add(Math.round(joinMs * 1000))
    return { ...histogram.summary(), count: histogram.count }
  }

  /** Intervals that the ticks of the first room named. */
  tickIntervals(): SlowReport['tickMs'] {
    const named = [...(this.rooms[0]?.crowd.steady[0]?.tickMs ?? [])].sort((a, b) => a - b)
    const at = (q: number): number => named[Math.floor(q * (named.length - 1))] ?? NaN
    return { least: at(0), median: at(0.5), most: at(1) }
  }

  async compare(): Promise<SlowReport['oracle']> {
    const compared = await Promise.all(this.rooms.map((room) => room.compare()))
    return {
      clients: compared.reduce((sum, { clients }) => sum + clients, 0),
      equal: compared.every(({ equal }) => equal),
    }
  }
}
