import { expect, test } from 'vitest'
import { Counters } from '../../server/src/room/counters.ts'
import { JoinQueue } from '../../server/src/room/join-queue.ts'
import { roomLimits } from '../../server/src/room/room-limits.ts'
import { VirtualClock } from '../support/sim/virtual-clock.ts'

const documentBytes = 1024 * 1024
const budget = roomLimits.joinBudgetBytes
const within = budget / documentBytes

/** A queue with one room, whose document is sent to whoever enters and stays in the buffer until the test reads. */
class World {
  readonly clock = new VirtualClock()
  readonly counters = new Counters()
  readonly reports: string[] = []
  readonly queue = new JoinQueue({
    clock: this.clock,
    counters: this.counters,
    report: (message) => this.reports.push(message),
  })
  readonly room = { awaited: 0 }
  readonly entered: Joiner[] = []

  join(count: number, bytes = documentBytes): Joiner[] {
    return Array.from({ length: count }, () => new Joiner(this, bytes))
  }
}

class Joiner {
  buffered = 0
  closed: string | undefined
  private readonly world: World

  constructor(world: World, bytes: number) {
    this.world = world
    world.queue.ask(
      this,
      world.room,
      () => bytes,
      () => {
        world.entered.push(this)
        this.buffered = bytes
        world.queue.sent(this)
      },
    )
  }

  bufferedBytes(): number {
    return this.buffered
  }

  close(name: string): void {
    this.closed = name
    this.world.queue.left(this)
  }

  read(bytes = Infinity): void {
    this.buffered = Math.max(0, this.buffered - bytes)
    this.world.queue.drained(this)
  }
}

test('[JQ1] a thousand joiners of a megabyte each never have more than the budget and one document in the process', async () => {
  const world = new World()
  const joiners = world.join(1_000)
  let mostBytes = 0
  for (let turn = 0; turn < 1_000; turn++) {
    const buffered = joiners.reduce((sum, each) => sum + each.buffered, 0)
    mostBytes = Math.max(mostBytes, buffered)
    if (buffered === 0) break
    for (const joiner of world.entered.filter((each) => each.buffered > 0).slice(0, 20)) joiner.read(400_000)
    await world.clock.pass(1)
  }
  expect(mostBytes).toBeGreaterThanOrEqual(budget)
  expect(mostBytes).toBeLessThanOrEqual(budget + documentBytes)
  expect(world.entered).toEqual(joiners)
  expect(world.queue.undrainedBytes).toBe(0)
  expect(world.room.awaited).toBe(0)
})

test('[JQ2] who needs little never waits, and who needs much waits its turn behind who came before', async () => {
  const world = new World()
  const first = world.join(within)
  const waiting = world.join(3)
  const small = world.join(2, roomLimits.smallJoinBytes)
  expect(world.entered).toEqual([...first, ...small])
  expect(world.queue.waitingCount).toBe(3)
  expect(world.room.awaited).toBe(3)
  expect(world.counters.joinsDelayed).toBe(3)
  for (const each of small) each.read()
  first[0]!.read()
  // There is room for one now, and somebody who comes just then does not overtake.
  const late = world.join(1)
  await world.clock.pass(0)
  expect(world.entered.slice(first.length + small.length)).toEqual([waiting[0]])
  for (const each of first) each.read()
  await world.clock.pass(0)
  expect(world.entered.slice(first.length + small.length)).toEqual([...waiting, ...late])
})

test('[JQ3] who leaves makes room, whether it waits or reads', async () => {
  const world = new World()
  const first = world.join(within)
  const [impatient, patient] = world.join(2)
  impatient!.close('gone')
  expect(world.room.awaited).toBe(1)
  first[0]!.close('gone')
  await world.clock.pass(0)
  expect(world.entered.at(-1)).toBe(patient)
  for (const each of world.entered) each.close('gone')
  expect(world.queue.undrainedBytes).toBe(0)
})

test('[JQ4] who takes nothing for five seconds while others wait is closed; while nobody waits it is left alone', async () => {
  const world = new World()
  const stuck = world.join(within)
  await world.clock.pass(20_000)
  world.queue.sweep(world.clock.now())
  expect(stuck.some(({ closed }) => closed)).toBe(false)
  const waiting = world.join(2)
  stuck[1]!.read(1_000)
  world.queue.sweep(world.clock.now())
  await world.clock.pass(0)
  expect(stuck.filter(({ closed }) => closed === 'slow-consumer')).toHaveLength(within - 1)
  expect(stuck[1]!.closed).toBeUndefined()
  expect(world.entered.slice(within)).toEqual(waiting)
})

test('[JQ5] who takes a little now and then is closed when it is slower than 64 KiB a second on the whole', async () => {
  const world = new World()
  const slow = world.join(within)
  world.join(200)
  for (let second = 0; second <= 21; second++) {
    for (const each of slow) each.read(1_000)
    world.queue.sweep(world.clock.now())
    expect(slow.every(({ closed }) => closed === undefined)).toBe(true)
    await world.clock.pass(1_000)
  }
  world.queue.sweep(world.clock.now())
  expect(slow.every(({ closed }) => closed === 'slow-consumer')).toBe(true)
})

test('[JQ6] a join that fails when its turn comes ends that socket and holds nobody up', async () => {
  const world = new World()
  const first = world.join(within)
  let closed = ''
  const broken = { bufferedBytes: () => 0, close: (name: string) => (closed = name) }
  world.queue.ask(
    broken,
    world.room,
    () => documentBytes,
    () => {
      throw new Error('a bug')
    },
  )
  const [next] = world.join(1)
  for (const each of first) each.read()
  await world.clock.pass(0)
  expect(closed).toBe('internal')
  expect(world.reports).toEqual(['a join failed'])
  expect(world.entered.at(-1)).toBe(next)
})
