import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FixedPoint } from '@coplane/client/protocol/cursor'
import { limits } from '@coplane/client/protocol/limits'
import type { FixedRect } from '@coplane/client/protocol/view'
import { Interest } from '../../server/src/room/interest.ts'
import { Member } from '../../server/src/room/member.ts'
import { SeededRandom } from '../support/sim/seeded-random.ts'
import { cursor, nthSession, shownTo, view } from '../protocol/looks.ts'
import type { RawClient } from '../protocol/raw-client.ts'
import { RawWorld } from '../protocol/raw-world.ts'

const noPeer = {
  acked: fail,
  refused: fail,
  resync: fail,
  bufferedBytes: fail,
  subscribe: fail,
  unsubscribe: fail,
  close: fail,
}

function fail(): never {
  throw new Error('interest talks to nobody')
}

function memberAt(index: number, point: FixedPoint | undefined): Member {
  const joining = { session: undefined, clientId: index, role: 'editor', profile: new Uint8Array(0) } as const
  const member = new Member(index, { size: 0, lagging: 0, frames: 0 }, noPeer, joining)
  member.cursor = member.anchor = point
  return member
}

function near({ x, y }: FixedPoint, { left, top, right, bottom }: FixedRect): boolean {
  return Math.abs(x - (left + right) / 2) < right - left && Math.abs(y - (top + bottom) / 2) < bottom - top
}

/** What a viewer that is shown nobody yet must be shown, the slow way. */
function bruteForce(viewer: Member, rect: FixedRect, members: readonly Member[]): number[] {
  const distance = ({ anchor }: Member): number =>
    (anchor!.x - (rect.left + rect.right) / 2) ** 2 + (anchor!.y - (rect.top + rect.bottom) / 2) ** 2
  return members
    .filter((member) => member !== viewer && member.anchor && near(member.anchor, rect))
    .sort((left, right) => distance(left) - distance(right))
    .slice(0, limits.liveCap)
    .map(distance)
}

const coordinate = fc.integer({ min: -20_000, max: 20_000 })
const rect = fc
  .record({
    left: coordinate,
    top: coordinate,
    width: fc.integer({ min: 2, max: 20_000 }),
    height: fc.integer({ min: 2, max: 20_000 }),
  })
  .map(({ left, top, width, height }) => ({ left, top, right: left + width, bottom: top + height }))
const places = fc.array(fc.option(fc.record({ x: coordinate, y: coordinate }), { nil: undefined }), {
  maxLength: 120,
})

describe('interest', () => {
  test('[IN1] a viewer is shown what a brute-force filter finds, the nearest up to the cap', () => {
    fc.assert(
      fc.property(places, rect, (points, looked) => {
        const members = points.map((point, index) => memberAt(index, point))
        const viewer = memberAt(999, { x: 0, y: 0 })
        const interest = new Interest()
        interest.look([...members, viewer])
        const chosen = interest.select(viewer, looked, limits.liveCap, new Set())
        // Compared by distance: of two that are equally far either may come first.
        const middle = { x: (looked.left + looked.right) / 2, y: (looked.top + looked.bottom) / 2 }
        const distances = chosen.map(
          ({ anchor }) => (anchor!.x - middle.x) ** 2 + (anchor!.y - middle.y) ** 2,
        )
        expect(distances).toEqual(bruteForce(viewer, looked, members))
      }),
      { numRuns: 300 },
    )
  })

  test('[IN3] a crowd that walks about the rim comes and goes a fraction as often as without hysteresis', () => {
    const random = new SeededRandom(5)
    const members = Array.from({ length: 200 }, (_, index) =>
      memberAt(index, { x: random.below(12_000) - 6_000, y: random.below(12_000) - 6_000 }),
    )
    const viewer = memberAt(999, { x: 0, y: 0 })
    const looked = { left: -2_000, top: -1_000, right: 2_000, bottom: 1_000 }
    const interest = new Interest()
    const changes = { with: 0, without: 0 }
    const before = { with: new Set<Member>(), without: new Set<Member>() }
    for (let step = 0; step < 200; step++) {
      for (const member of members)
        member.anchor = {
          x: member.anchor!.x + random.below(201) - 100,
          y: member.anchor!.y + random.below(201) - 100,
        }
      interest.look(members)
      for (const kind of ['with', 'without'] as const) {
        const shown = kind === 'with' ? before.with : new Set<Member>()
        const now = new Set(interest.select(viewer, looked, limits.liveCap, shown))
        for (const member of now) if (!before[kind].has(member)) changes[kind]++
        before[kind] = now
      }
    }
    expect(changes.without).toBeGreaterThan(100)
    expect(changes.with).toBeLessThan(changes.without / 3)
  })

  test('[IN2] nobody in view starves: whoever is shown and moves is told in every round, and all rest where they are', async () => {
    const world = new RawWorld()
    const random = new SeededRandom(7)
    const clients: RawClient[] = []
    for (let index = 1; index <= 90; index++) clients.push(await world.join(nthSession(index)))
    const points = clients.map(() => ({ x: random.below(4_000), y: random.below(4_000) }))
    const shown = clients.map(() => new Map<number, object>())
    for (const [index, client] of clients.entries())
      client.say(view(points[index]!.x, points[index]!.y, 1_000, 1_000))
    for (let step = 0; step < 30; step++) {
      for (const [index, client] of clients.entries()) {
        const point = points[index]!
        point.x += random.below(41) - 20
        point.y += random.below(41) - 20
        client.say(cursor(point.x, point.y))
      }
      await world.clock.pass(100)
      for (const [index, client] of clients.entries()) {
        shown[index] = shownTo(client, shown[index])
        const frames = client.all('live')
        client.take()
        if (step < 3) continue
        const told = new Set(
          frames.flatMap(({ near: block }) => block?.cursors.map(({ member }) => member) ?? []),
        )
        for (const member of shown[index].keys())
          expect(told, `member ${member} of ${index}`).toContain(member)
      }
    }
    await world.clock.pass(2_000)
    for (const [index, client] of clients.entries())
      for (const [member, point] of shownTo(client, shown[index])) expect(point).toEqual(points[member])
  })
})
