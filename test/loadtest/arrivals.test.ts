import { describe, expect, test } from 'vitest'
import { Arrivals } from '../../loadtest/scenario/arrivals.ts'

function told(
  arrivals: Arrivals,
  beforeMs: number,
  stride = 1,
): [sentMs: number, seenMs: number, member: number][] {
  const pairs: [number, number, number][] = []
  arrivals.settle(beforeMs, stride, (...pair) => pairs.push(pair))
  return pairs
}

describe('arrivals of ticks at the members of a virtual user', () => {
  test('[LA1] every pair of an edit and a member is told once, whichever of ack and tick came first', () => {
    const arrivals = new Arrivals(2)
    arrivals.holds(7, 90)
    arrivals.arrived(0, 7, 100)
    arrivals.arrived(1, 7, 103)
    arrivals.holds(7, 95)
    expect(told(arrivals, 200)).toEqual([
      [90, 100, 0],
      [90, 103, 1],
      [95, 100, 0],
      [95, 103, 1],
    ])
    expect(told(arrivals, 300)).toEqual([])
  })

  test('[LA2] a tick that did not come to somebody is told with 0, and what is too young waits', () => {
    const arrivals = new Arrivals(2)
    arrivals.holds(1, 10)
    arrivals.arrived(1, 1, 20)
    arrivals.holds(2, 30)
    arrivals.arrived(0, 2, 40)
    expect(told(arrivals, 35)).toEqual([
      [10, 0, 0],
      [10, 20, 1],
    ])
    expect(told(arrivals, 41)).toEqual([
      [30, 40, 0],
      [30, 0, 1],
    ])
  })

  test('[LA3] a straggler does not wipe what took its place', () => {
    const arrivals = new Arrivals(1)
    arrivals.arrived(0, 5 + 1_024, 50)
    arrivals.holds(5 + 1_024, 45)
    arrivals.arrived(0, 5, 51)
    arrivals.holds(5, 1)
    expect(told(arrivals, 100)).toEqual([[45, 50, 0]])
  })

  test('[LA4] with a stride every member has its turn', () => {
    const arrivals = new Arrivals(4)
    const seen = new Set<number>()
    for (let seq = 1; seq <= 4; seq++) {
      for (let member = 0; member < 4; member++) arrivals.arrived(member, seq, seq * 10)
      arrivals.holds(seq, seq)
    }
    for (const [, , member] of told(arrivals, 1_000, 4)) seen.add(member)
    expect(seen.size).toBe(4)
  })
})
