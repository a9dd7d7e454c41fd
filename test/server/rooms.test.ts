import { beforeEach, describe, expect, test } from 'vitest'
import type { CloseName } from '@coplane/client/protocol/close-codes'
import type { Room } from '../../server/src/room/room.ts'
import { roomLimits } from '../../server/src/room/room-limits.ts'
import { FaultyStore } from '../support/sim/faulty-store.ts'
import { SeededRandom } from '../support/sim/seeded-random.ts'
import { SimServer } from '../support/sim/sim-server.ts'
import { VirtualClock } from '../support/sim/virtual-clock.ts'

let clock: VirtualClock
let store: FaultyStore
let server: SimServer
beforeEach(() => {
  clock = new VirtualClock()
  store = new FaultyStore(clock)
  server = new SimServer(clock, new SeededRandom(1), new SeededRandom(2), store, () => undefined)
})

/** A visitor who says nothing. */
interface Visit {
  room: Room | undefined
  closed: CloseName | undefined
}

function enter(name: string): Visit {
  const visit: Visit = { room: undefined, closed: undefined }
  const socket = { close: (why: CloseName): void => void (visit.closed ??= why) }
  server.rooms.enter(name, socket, (room) => (visit.room = room))
  return visit
}

describe('rooms in memory', () => {
  test('[QT4] are so many: one more is server-full, those that are here can still be joined', async () => {
    server.quotas.rooms = 2
    const first = enter('a')
    enter('b')
    expect(enter('c').closed).toBe('server-full')
    await clock.pass(100)
    expect(enter('a').room).toBe(first.room)
    expect(enter('c').closed).toBe('server-full')
    expect(server.counters.limited.get('rooms')).toBe(2)
  })

  test('[QT5] that nobody is in make way, the one that was longest unused first', async () => {
    server.quotas.rooms = 2
    enter('a')
    await clock.pass(2_000)
    enter('b')
    await clock.pass(2_000)
    expect(server.rooms.idleCount).toBe(2)
    const third = enter('c')
    await clock.pass(100)
    expect(third.room?.name).toBe('c')
    expect(server.rooms.idleCount).toBe(1)
    expect(server.rooms.evictions).toBe(1)
    expect(enter('b').room?.name, 'the newer one is still here').toBe('b')
  })

  test('[QT6] of a storm of names are loaded a few at once, and beyond a queue the storm is refused', async () => {
    let loading = 0
    let most = 0
    const load = store.load.bind(store)
    store.load = async (name) => {
      most = Math.max(most, ++loading)
      const stored = await load(name)
      loading--
      return stored
    }
    server.quotas.rooms = 20_000
    store.latencyMs = 50
    const visits = Array.from({ length: 10_000 }, (_, index) => enter(`storm-${index}`))
    const refused = visits.filter(({ closed }) => closed === 'server-full').length
    expect(refused).toBe(10_000 - roomLimits.loadsAtOnce - roomLimits.loadsWaiting)
    expect(server.counters.limited.get('loads')).toBe(refused)
    await clock.pass(60_000)
    expect(most).toBe(roomLimits.loadsAtOnce)
    expect(visits.filter(({ room }) => room !== undefined)).toHaveLength(10_000 - refused)
    expect(enter('after').closed, 'the queue is empty again').toBeUndefined()
  })

  test('[QT7] a load that fails gives its place to the next one', async () => {
    store.failingLoads = true
    for (let name = 0; name < 2 * roomLimits.loadsAtOnce; name++) enter(`bad-${name}`)
    await clock.pass(5_000)
    store.failingLoads = false
    const visit = enter('good')
    await clock.pass(1_000)
    expect(visit.room?.name).toBe('good')
  })

  test.for(['__proto__', 'constructor', 'hasOwnProperty'])('[QT3] a room may be called %j', async (name) => {
    const visit = enter(name)
    await clock.pass(100)
    expect(visit.room?.name).toBe(name)
    expect(enter(name).room).toBe(visit.room)
  })
})
