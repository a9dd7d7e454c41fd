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
import { openAccess } from '../support/open-access.ts'

const noPeer = {
  acked: fail,
  accessChanged: fail,
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
  const joining = {
    session: undefined,
    clientId: index,
    asked: 'editor',
    access: openAccess,
    profile: new Uint8Array(0),
  } as const
  const member = new Member(index, { size: 0, lagging: 0, frames: 0 }, noPeer, joining)
  member.cursor = member.anchor = point
  return member
}

function near({ x, y }: FixedPoint, { left, top, right, bottom }: FixedRect, views: number): boolean {
  return (
    Math.abs(x - (left + right) / 2) < (right - left) * views &&
    Math.abs(y - (top + bottom) / 2) < (bottom - top) * views
  )
}

/** What a viewer must be shown, the slow way: how far they are, and who is shown counts as nearer. */
function bruteForce(
  viewer: Member,
  rect: FixedRect,
  members: readonly Member[],
  shown: readonly Member[],
): number[] {
  return members
    .filter((member) => member !== viewer && member.anchor)
    .filter((member) => near(member.anchor!, rect, shown.includes(member) ? 1.5 : 1))
    .map((member) => distanceOf(member, rect, shown))
    .sort((left, right) => left - right)
    .slice(0, limits.liveCap)
}

function distanceOf(member: Member, rect: FixedRect, shown: readonly Member[]): number {
  const { x, y } = member.anchor!
  const dx = x - (rect.left + rect.right) / 2
  const dy = y - (rect.top + rect.bottom) / 2
  return (dx ** 2 + dy ** 2) * (shown.includes(member) ? 0.64 : 1)
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
  maxLength: 300,
})

describe('interest', () => {
  test('[IN1] a viewer is shown what a brute-force filter finds, the nearest up to the cap', () => {
    fc.assert(
      fc.property(places, rect, fc.integer({ min: 1, max: 7 }), (points, looked, everyNth) => {
        const members = points.map((point, index) => memberAt(index, point))
        const viewer = memberAt(999, { x: 0, y: 0 })
        // Somebody far away, so that the others are a speck of what all of them cover.
        members.push(memberAt(998, { x: 5_000_000, y: -5_000_000 }))
        const interest = new Interest()
        interest.look([...members, viewer])
        for (const shown of [[], members.filter(({ index }) => index % everyNth === 0)]) {
          const chosen = interest.select(viewer, looked, limits.liveCap, shown)
          expect(new Set(chosen).size).toBe(chosen.length)
          // Compared by distance: of two that are equally far either may come first.
          const distances = chosen.map((member) => distanceOf(member, looked, shown))
          expect(distances).toEqual(bruteForce(viewer, looked, members, shown))
        }
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
        const shown = kind === 'with' ? [...before.with] : []
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
