import { expect, test } from 'vitest'
import { drain, type Drained, type DrainTiming } from '../../server/src/drain.ts'
import { VirtualClock } from '../support/sim/virtual-clock.ts'

/** A server with so many sockets, which notes what a drain does to it and when. */
class NotedServer implements Drained {
  readonly deeds: string[] = []
  readonly closedAt: number[] = []
  storing: Promise<void> = Promise.resolve()
  socketCount: number
  private readonly clock: VirtualClock

  constructor(socketCount: number, clock: VirtualClock) {
    this.socketCount = socketCount
    this.clock = clock
  }

  stopListening(): void {
    this.deeds.push(`stops listening at ${this.clock.now()}`)
  }

  closeSockets(count: number): void {
    const closed = Math.min(count, this.socketCount)
    this.socketCount -= closed
    for (let left = closed; left > 0; left--) this.closedAt.push(this.clock.now())
  }

  store(): Promise<void> {
    this.deeds.push(`stores with ${this.socketCount} sockets left`)
    return this.storing
  }
}

function start(
  socketCount: number,
  timing: DrainTiming,
): { server: NotedServer; clock: VirtualClock; isOver: () => boolean } {
  const clock = new VirtualClock()
  const server = new NotedServer(socketCount, clock)
  let isOver = false
  void drain(server, timing, clock).then(() => {
    isOver = true
  })
  return { server, clock, isOver: () => isOver }
}

test('[DN1] a drain goes on as before for its wait, then takes nobody, sends everybody away, and stores last of all', async () => {
  const { server, clock, isOver } = start(3, { waitMs: 5_000, spreadMs: 2_000 })
  await clock.pass(4_999)
  expect(server.deeds).toEqual([])
  expect(server.socketCount).toBe(3)
  await clock.pass(1)
  expect(server.deeds).toEqual(['stops listening at 5000', 'stores with 0 sockets left'])
  expect(isOver()).toBe(true)
})

test('[DN2] 1,000 sockets are closed evenly over the spread', async () => {
  const { server, clock, isOver } = start(1_000, { waitMs: 0, spreadMs: 2_000 })
  await clock.pass(2_000)
  expect(isOver()).toBe(true)
  expect(server.closedAt).toHaveLength(1_000)
  for (let from = 0; from < 2_000; from += 500)
    expect(server.closedAt.filter((at) => at >= from && at < from + 500)).toHaveLength(250)
})

test('[DN2] few sockets do not take the whole spread, and a spread of nothing closes all at once', async () => {
  const few = start(20, { waitMs: 0, spreadMs: 60_000 })
  await few.clock.pass(200)
  expect(few.isOver()).toBe(true)
  const atOnce = start(1_000, { waitMs: 0, spreadMs: 0 })
  await atOnce.clock.pass(0)
  expect(atOnce.isOver()).toBe(true)
})

test('[DN3] who still comes in over a connection that was there before is sent away as well', async () => {
  const { server, clock, isOver } = start(10, { waitMs: 0, spreadMs: 100 })
  await clock.pass(0)
  server.socketCount++
  await clock.pass(100)
  expect(server.closedAt).toHaveLength(11)
  expect(isOver()).toBe(true)
})

test('[DN4] a drain is not over before the store is', async () => {
  const clock = new VirtualClock()
  const server = new NotedServer(1, clock)
  let stored = (): void => undefined
  server.storing = new Promise((resolve) => {
    stored = resolve
  })
  let isOver = false
  void drain(server, { waitMs: 0, spreadMs: 0 }, clock).then(() => {
    isOver = true
  })
  await clock.pass(60_000)
  expect(isOver).toBe(false)
  stored()
  await clock.pass(0)
  expect(isOver).toBe(true)
})
