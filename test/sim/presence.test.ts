import { describe, expect, test } from 'vitest'
import { limits } from '../../client-sdk/src/protocol/limits.ts'
import { SimWorld, type SimClient } from '../support/sim/sim-world.ts'

/** Members of a large room, each with its cursor at (100·n, 0). */
async function crowd(world: SimWorld, count: number): Promise<SimClient[]> {
  const members = Array.from({ length: count }, (_, index) =>
    world.join('r', { profile: { name: `p${index}` } }),
  )
  await world.clock.pass(2_000)
  for (const [index, { room }] of members.entries()) room.cursor.set([100 * index, 0])
  await world.clock.pass(1_000)
  return members
}

function visible({ room }: SimClient): number[] {
  return [...room.others.all()]
    .flatMap(({ cursor }) => (cursor ? [cursor[0] / 100] : []))
    .sort((a, b) => a - b)
}

describe('who is here', () => {
  test('[PS1] a room of several pages counts everybody, tells the first page and the rest when asked', async () => {
    const world = new SimWorld(1)
    await crowd(world, limits.rosterPage + 60)
    const late = world.join('r')
    await world.clock.pass(2_000)
    const { others } = late.room
    expect(others.size).toBe(limits.rosterPage + 60)
    expect(others.hasMore).toBe(true)
    let pages = 0
    while (await loaded(world, others.more())) pages++
    expect(pages).toBeLessThan(3)
    expect([...others.all()]).toHaveLength(limits.rosterPage + 60)
    expect(new Set([...others.all()].map(({ profile }) => profile.name)).size).toBe(limits.rosterPage + 60)
  }, 60_000)

  test('[PS2] in a large room joins, leaves and reconnects are counted, and whoever is in view is known', async () => {
    const world = new SimWorld(2)
    const members = await crowd(world, limits.rosterPage + 20)
    const [first] = members
    for (const { room } of members.slice(-5)) room.close()
    members[50]!.link?.cut()
    const joined = world.join('r', { profile: { name: 'newcomer' } })
    await world.clock.pass(10_000)
    expect(first!.room.others.size).toBe(limits.rosterPage + 15)
    joined.room.cursor.set([50, 0])
    await world.clock.pass(1_000)
    const names = [...first!.room.others.all()].map(({ profile }) => profile.name)
    expect(names).toContain('newcomer')
    expect(visible(first!)).toContain(0.5)
  }, 60_000)

  test('[PS3] a selection is seen, is gone with its member, and comes back with it', async () => {
    const world = new SimWorld(3)
    const [ada, bob] = await crowd(world, 2)
    ada!.room.selection.set(['n1'])
    await world.clock.pass(200)
    expect([...bob!.room.others.all()].map(({ selection }) => selection)).toEqual([['n1']])
    ada!.link?.cut()
    await world.clock.pass(100)
    expect(bob!.room.others.size).toBe(0)
    await world.clock.pass(5_000)
    expect([...bob!.room.others.all()]).toMatchObject([{ selection: ['n1'], cursor: [0, 0] }])
  })
})

describe('what is in view', () => {
  test('[PS4] a page is shown the cursors in its view and around it, and follows one wherever it is', async () => {
    const world = new SimWorld(4)
    const [viewer] = await crowd(world, 40)
    // From elsewhere, for cursors that were shown before may be shown a little beyond.
    viewer!.room.viewport.set({ x: 90_000, y: 0, w: 400, h: 200 })
    await world.clock.pass(1_000)
    expect(visible(viewer!)).toEqual([])
    viewer!.room.viewport.set({ x: 950, y: -100, w: 400, h: 200 })
    await world.clock.pass(1_000)
    const inView = [8, 9, 10, 11, 12, 13, 14, 15]
    expect(visible(viewer!)).toEqual(inView)
    const followed = [...viewer!.room.others.all()].find(({ profile }) => profile.name === 'p39')!
    viewer!.room.follow(followed.member)
    await world.clock.pass(1_000)
    expect(visible(viewer!)).toEqual([...inView, 39])
    expect(viewer!.room.cursors.sample(world.clock.now())).toHaveLength(inView.length + 1)
    viewer!.room.follow(undefined)
    await world.clock.pass(1_000)
    expect(visible(viewer!)).toEqual(inView)
  })

  test('[PS4] whoever follows without a view of its own sees everybody where they are', async () => {
    const world = new SimWorld(8)
    const [viewer, ...rest] = await crowd(world, 5)
    viewer!.room.follow(rest[0]!.room.self.member)
    await world.clock.pass(1_000)
    for (const [index, { room }] of rest.entries()) room.cursor.set([index * 100 + 0.25, 0])
    await world.clock.pass(1_000)
    expect(visible(viewer!)).toEqual([0.0025, 1.0025, 2.0025, 3.0025])
  })

  test('[PS4] a page that looks closer is told again, and more exactly, of cursors that rest', async () => {
    const world = new SimWorld(9)
    const [viewer, ...rest] = await crowd(world, 5)
    viewer!.room.viewport.set({ x: -500_000, y: -500_000, w: 1_000_000, h: 1_000_000 })
    await world.clock.pass(1_000)
    for (const [index, { room }] of rest.entries()) room.cursor.set([index * 100 + 100, 10])
    await world.clock.pass(1_000)
    expect(visible(viewer!)).not.toEqual([1, 2, 3, 4])
    viewer!.room.viewport.set({ x: -500, y: -500, w: 1_000, h: 1_000 })
    await world.clock.pass(1_000)
    expect(visible(viewer!)).toEqual([1, 2, 3, 4])
  })

  test('[PS5] a gesture beyond the view is not told, and comes whole when the view moves there', async () => {
    const world = new SimWorld(5)
    const [ada, bob] = await crowd(world, 2)
    ada!.room.nodes.create({ id: 'far', type: 'card', x: 50_000, y: 0, w: 50, h: 50 })
    bob!.room.viewport.set({ x: 0, y: 0, w: 1_000, h: 1_000 })
    await world.clock.pass(500)
    const gesture = ada!.room.gesture(['far'])
    gesture.move({ far: [50_100, 0] })
    await world.clock.pass(500)
    expect(bob!.room.nodes.get('far')).toMatchObject({ x: 50_000, heldBy: ada!.room.self.member })
    bob!.room.viewport.set({ x: 49_800, y: 0, w: 1_000, h: 1_000 })
    await world.clock.pass(500)
    expect(bob!.room.nodes.get('far')).toMatchObject({ x: 50_100 })
  })

  test('[PS6] the contents of a held group count for who sees it', async () => {
    const world = new SimWorld(6)
    const [ada, bob] = await crowd(world, 2)
    ada!.room.nodes.create({ id: 'group', type: 'group' })
    ada!.room.nodes.create({ id: 'child', type: 'card', parent: 'group', x: 50_000, y: 0, w: 50, h: 50 })
    bob!.room.viewport.set({ x: 49_900, y: 0, w: 500, h: 500 })
    await world.clock.pass(500)
    const gesture = ada!.room.gesture(['group'])
    gesture.move({ group: [40, 0] })
    await world.clock.pass(500)
    expect(bob!.room.nodes.get('group')).toMatchObject({ x: 40 })
  })

  test('[PS7] the overview shows everybody roughly, to whoever asks', async () => {
    const world = new SimWorld(7)
    const [viewer, ...rest] = await crowd(world, 30)
    viewer!.room.viewport.set({ x: 0, y: 0, w: 10, h: 10 })
    const stop = viewer!.room.overview.subscribe(() => undefined)
    for (const { room } of rest) room.cursor.set([5_000, 5_000])
    await world.clock.pass(5_000)
    const near = viewer!.room.overview.points.filter(({ x, y }) => Math.hypot(x - 5_000, y - 5_000) < 50)
    expect(near.reduce((sum, { count }) => sum + count, 0)).toBe(29)
    stop()
  })
})

/** Waits for an answer in virtual time. */
async function loaded(world: SimWorld, answer: Promise<boolean>): Promise<boolean> {
  await world.clock.pass(500)
  return answer
}
