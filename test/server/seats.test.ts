import { beforeEach, describe, expect, test } from 'vitest'
import { Counters } from '../../server/src/room/counters.ts'
import { defaultQuotas } from '../../server/src/room/quotas.ts'
import { Seats } from '../../server/src/room/seats.ts'
import { Tally } from '../../server/src/room/tally.ts'

let everywhere: Tally
let counters: Counters
beforeEach(() => {
  everywhere = new Tally()
  counters = new Counters()
})

function open(quotas: Partial<typeof defaultQuotas> = {}): Seats {
  return new Seats(everywhere, { ...defaultQuotas, ...quotas }, counters)
}

describe('the seats of a room', () => {
  test('[QT1] are as many as it may have; who leaves makes room for one', () => {
    const seats = open({ sessionsPerRoom: 2 })
    expect([seats.take(0, undefined), seats.take(1, 'ada')]).toEqual([undefined, undefined])
    expect([seats.take(2, 'bob'), seats.take(2, undefined)]).toEqual(['room-full', 'room-full'])
    expect(seats.take(1, 'bob')).toBeUndefined()
    expect(counters.limited.get('room-sessions')).toBe(2)
    expect(counters.joinsRefused).toBe(2)
  })

  test('[QT2] are so many for one user, in this room and in all; those without a user are not told apart', () => {
    const quotas = { sessionsPerUser: 3, sessionsPerUserAndRoom: 2 }
    const here = open(quotas)
    const there = open(quotas)
    expect([here.take(0, 'ada'), here.take(0, 'ada'), here.take(0, 'ada')]).toEqual([
      undefined,
      undefined,
      'too-many',
    ])
    expect([there.take(0, 'ada'), there.take(0, 'ada')]).toEqual([undefined, 'too-many'])
    expect([here.take(0, 'bob'), here.take(0, undefined), here.take(0, undefined)]).toEqual(
      Array(3).fill(undefined),
    )
    here.leave('ada')
    expect(there.take(0, 'ada')).toBeUndefined()
    expect(counters.limited.get('user-sessions')).toBe(2)
  })

  test.for(['__proto__', 'constructor', 'toString', ''])(
    '[QT3] a user may be called %j, and nobody is remembered who has left',
    (user) => {
      const seats = open({ sessionsPerUserAndRoom: 1 })
      expect(seats.take(0, user)).toBeUndefined()
      expect(seats.take(0, user)).toBe('too-many')
      seats.leave(user)
      expect(everywhere.size).toBe(0)
      expect(seats.take(0, user)).toBeUndefined()
    },
  )
})
