import { beforeEach, describe, expect, test } from 'vitest'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { limits } from '@coplane/client/protocol/limits'
import type { OthersChange } from '../../client-sdk/src/live/others-change.ts'
import { packValue } from '../../client-sdk/src/packing.ts'
import { emptyLive, emptyRoster, emptyTick, ScriptedServer } from './scripted-server.ts'

let server: ScriptedServer
beforeEach(() => {
  server = new ScriptedServer()
})

function present(member: number, name = `m${member}`) {
  return { op: 'present', member, clientId: 100 + member, profile: packValue({ name }) } as const
}

function at(member: number, x: number, y: number) {
  return { member, point: { x, y } }
}

function cursors(): Record<number, readonly [number, number] | undefined> {
  return Object.fromEntries([...server.room.others.all()].map(({ member, cursor }) => [member, cursor]))
}

/** What the others' subscriber is told, frame by frame. */
function watch(): OthersChange[] {
  const told: OthersChange[] = []
  server.room.others.subscribe((change) => told.push(change))
  return told
}

describe('own live values', () => {
  test('[W33] a selection and a view are sent again on a new socket', async () => {
    await server.welcome()
    server.room.selection.set(['n1', 'e1'])
    server.room.viewport.set({ x: 10, y: -20.25, w: 800, h: 600, zoom: 2 })
    const selection = { type: FrameType.selection, ids: packValue(['n1', 'e1']) }
    const rect = { left: 40, top: -81, right: 3240, bottom: 2319 }
    const view = { type: FrameType.view, hidden: false, overview: false, rect, follow: undefined }
    expect(server.socket.all('selection')).toEqual([selection])
    expect(server.socket.all('view')).toEqual([view])
    await server.reconnect()
    await server.welcome()
    expect(server.socket.all('selection')).toEqual([selection])
    expect(server.socket.all('view')).toEqual([view])
    expect(server.room.selection.get()).toEqual(['n1', 'e1'])
  })

  test('[W33] without a cursor, a selection or a view nothing is sent again', async () => {
    await server.welcome()
    expect(server.socket.heard.map(({ type }) => type)).toEqual([FrameType.hello])
  })

  test('[W13] a selection above its limit is told as far as it fits', async () => {
    await server.welcome()
    server.room.selection.set(Array.from({ length: 500 }, (_, index) => `node-${index}`))
    const [{ ids } = { ids: new Uint8Array() }] = server.socket.all('selection')
    expect(ids.length).toBeLessThanOrEqual(limits.maxSelectionBytes)
    expect(ids.length).toBeGreaterThan(limits.maxSelectionBytes / 2)
    expect(server.room.selection.get()).toHaveLength(500)
  })

  test('[W42] cursor, selection and view leave at most once per liveMs, the newest value last', async () => {
    await server.welcome({ liveMs: 50 })
    for (let step = 0; step < 100; step++) {
      server.room.cursor.set([step, 0])
      server.room.selection.set([`n${step}`])
      server.room.viewport.set({ x: step, y: 0, w: 10, h: 10 })
      await server.clock.pass(5)
    }
    await server.clock.pass(100)
    for (const name of ['cursor', 'selection', 'view'] as const) {
      expect(server.socket.all(name).length).toBeGreaterThanOrEqual(9)
      expect(server.socket.all(name).length).toBeLessThanOrEqual(11)
    }
    expect(server.socket.all('cursor').at(-1)).toMatchObject({ point: { x: 396 } })
    expect(server.socket.all('view').at(-1)).toMatchObject({ rect: { left: 396 } })
    expect(server.socket.all('selection').at(-1)).toMatchObject({ ids: packValue(['n99']) })
  })

  test('[W42] the pace is the one that the last live frame told', async () => {
    await server.welcome({ liveMs: 20 })
    server.socket.say({ ...emptyLive, liveMs: 250 })
    for (let step = 0; step < 100; step++) {
      server.room.cursor.set([step, 0])
      await server.clock.pass(10)
    }
    expect(server.socket.all('cursor').length).toBeLessThanOrEqual(5)
    expect(server.room.stats().liveMs).toBe(250)
  })

  test('[W42] a hidden page says so, and again when it is shown', async () => {
    await server.welcome()
    server.show(false)
    server.show(true)
    expect(server.socket.all('view').map(({ hidden }) => hidden)).toEqual([true, false])
  })

  test('[W38] the member that is followed is named in the view until it is not', async () => {
    await server.welcome()
    server.room.follow(3)
    await server.clock.pass(100)
    server.room.follow(undefined)
    await server.clock.pass(100)
    expect(server.socket.all('view').map(({ follow }) => follow)).toEqual([3, undefined])
    const everything = { left: -limits.maxCoordinate, right: limits.maxCoordinate }
    expect(server.socket.all('view')[0]).toMatchObject({ rect: everything })
  })

  test('[W51] who asks to be a viewer is told to the server, and what it grants counts', async () => {
    server = new ScriptedServer({ role: 'viewer' })
    expect(server.room.role).toBe('viewer')
    server.socket.onopen?.()
    expect(server.socket.all('hello')).toMatchObject([{ role: 'viewer' }])
    server = new ScriptedServer()
    await server.welcome({ role: 'viewer' })
    expect(server.room.role).toBe('viewer')
  })
})

describe('the others', () => {
  test('[W39] a cursor that is gone is shown no more, and comes back with its next value', async () => {
    await server.welcome()
    server.socket.say({ ...emptyRoster, total: 3, members: [present(1), present(2)] })
    server.socket.say({ ...emptyLive, wide: [at(1, 4, 8), at(2, 40, 80)] })
    expect(cursors()).toEqual({ 1: [1, 2], 2: [10, 20] })
    server.socket.say({ ...emptyLive, gone: [1] })
    expect(cursors()).toEqual({ 1: undefined, 2: [10, 20] })
    expect(server.room.cursors.sample(server.clock.now()).map(({ member }) => member)).toEqual([2])
    server.socket.say({ ...emptyLive, wide: [at(1, 0, 0)] })
    expect(cursors()).toEqual({ 1: [0, 0], 2: [10, 20] })
  })

  test('[W40] a fresh live frame forgets every cursor and selection that it does not hold', async () => {
    await server.welcome()
    server.socket.say({ ...emptyRoster, total: 3, members: [present(1), present(2)] })
    server.socket.say({
      ...emptyLive,
      wide: [at(1, 4, 8), at(2, 40, 80)],
      selections: [{ member: 1, ids: packValue(['n1']) }],
    })
    expect(server.room.others.get(1)?.selection).toEqual(['n1'])
    server.socket.say({ ...emptyLive, fresh: true, wide: [at(2, 44, 80)] })
    expect(cursors()).toEqual({ 1: undefined, 2: [11, 20] })
    expect(server.room.others.get(1)?.selection).toEqual([])
  })

  test('[W43] pages are asked for one by one, and everybody is counted from the start', async () => {
    await server.welcome()
    server.socket.say({ ...emptyRoster, total: 6, next: 3, members: [present(1), present(2)] })
    expect(server.room.others.size).toBe(5)
    expect(server.room.others.hasMore).toBe(true)
    const loading = server.room.others.more()
    expect(server.socket.all('who')).toMatchObject([{ ask: { from: 3 } }])
    server.socket.say({
      ...emptyRoster,
      fresh: false,
      total: 6,
      members: [present(3), present(4), present(5)],
    })
    expect(await loading).toBe(false)
    expect([...server.room.others.all()].map(({ member }) => member)).toEqual([1, 2, 3, 4, 5])
    expect(server.room.others.size).toBe(5)
  })

  test('[W43] a page that is still asked for when the socket breaks does not keep anybody waiting', async () => {
    await server.welcome()
    server.socket.say({ ...emptyRoster, total: 6, next: 3, members: [present(1)] })
    const loading = server.room.others.more()
    await server.reconnect()
    expect(await loading).toBe(false)
    expect(server.room.others.size).toBe(0)
  })

  test('[W43] who is named and not known is asked for, all in one frame and only once', async () => {
    await server.welcome()
    server.socket.say({ ...emptyRoster, total: 300, next: 3, members: [present(1)] })
    const live = {
      ...emptyLive,
      wide: [at(1, 0, 0), at(7, 4, 4)],
      selections: [{ member: 8, ids: packValue(['n']) }],
    }
    server.socket.say(live, live)
    await server.clock.pass(50)
    server.socket.say(live)
    await server.clock.pass(50)
    expect(server.socket.all('who')).toMatchObject([{ ask: { members: [7, 8] } }])
    expect(cursors()).toEqual({ 1: [0, 0] })
    server.socket.say({ ...emptyRoster, fresh: false, total: 300, members: [present(7), present(8)] })
    expect(server.room.others.get(7)).toMatchObject({ profile: { name: 'm7' }, cursor: [1, 1] })
    expect(server.room.others.get(8)).toMatchObject({ selection: ['n'] })
    expect(server.room.others.hasMore).toBe(true)
  })

  test('[W43] who arrives untold is counted, and asked for by name', async () => {
    const told = watch()
    await server.welcome()
    server.socket.say({ ...emptyRoster, total: 2, members: [present(1)] })
    server.socket.say({ ...emptyTick, roster: [{ op: 'arrived', member: 2, clientId: 102 }] })
    expect(server.room.others.size).toBe(2)
    expect(server.room.others.get(2)).toBeUndefined()
    const loading = server.room.others.more()
    expect(server.socket.all('who')).toMatchObject([{ ask: { members: [2] } }])
    server.socket.say({ ...emptyRoster, fresh: false, total: 3, members: [present(2)] })
    expect(await loading).toBe(false)
    await server.clock.pass(20)
    expect(told.flatMap(({ joined }) => Array.from(joined))).toEqual([1, 2])
    server.socket.say({ ...emptyTick, seq: 12, roster: [{ op: 'left', member: 2 }] })
    expect(server.room.others.size).toBe(1)
  })

  test('[W44] joins, leaves, changes and moves are told once per frame, and nobody leaves for somebody else', async () => {
    await server.welcome()
    server.socket.say({ ...emptyRoster, total: 3, members: [present(1), present(2)] })
    server.socket.say({ ...emptyLive, wide: [at(1, 4, 8), at(2, 4, 8)] })
    await server.clock.pass(20)
    const told = watch()
    server.socket.say(
      {
        ...emptyTick,
        roster: [{ op: 'left', member: 1 }, present(2, 'renamed'), present(3), { op: 'left', member: 9 }],
      },
      { ...emptyTick, seq: 12, roster: [present(4)] },
      { ...emptyTick, seq: 13, roster: [{ op: 'left', member: 4 }] },
      { ...emptyLive, wide: [at(3, 0, 0)] },
    )
    await server.clock.pass(20)
    expect(told).toHaveLength(1)
    const [{ joined, left, changed, moved } = told[0]!] = told
    expect({ joined: [...joined], left: [...left], changed: [...changed], moved: [...moved] }).toEqual({
      joined: [3],
      left: [1],
      changed: [2],
      moved: [3],
    })
    expect(cursors()).toEqual({ 2: [1, 2], 3: [0, 0] })
  })

  test('[W44] an index that went to somebody else keeps nothing of the one before', async () => {
    await server.welcome()
    server.socket.say({ ...emptyRoster, total: 2, members: [present(1)] })
    server.socket.say({ ...emptyLive, wide: [at(1, 4, 8)] })
    await server.clock.pass(20)
    const told = watch()
    server.socket.say({ ...emptyTick, roster: [{ ...present(1, 'new'), clientId: 999 }] })
    await server.clock.pass(20)
    expect(server.room.others.get(1)).toMatchObject({ clientId: 999, cursor: undefined })
    expect(server.room.others.size).toBe(1)
    expect(told.map(({ joined, left }) => [[...left], [...joined]])).toEqual([[[1], [1]]])
  })

  test('[W19] a profile that comes twice is told once', async () => {
    await server.welcome()
    server.socket.say({ ...emptyRoster, total: 2, members: [present(1)] })
    await server.clock.pass(20)
    const told = watch()
    server.socket.say({ ...emptyTick, roster: [present(1)] })
    await server.clock.pass(20)
    expect(told.map(({ joined, changed }) => joined.size + changed.size)).toEqual([])
    expect(server.room.others.size).toBe(1)
  })
})

describe('the overview', () => {
  test('[W45] it is asked for while somebody subscribes', async () => {
    await server.welcome()
    const seen: unknown[] = []
    const stop = server.room.overview.subscribe((points) => seen.push(points))
    expect(server.socket.all('view')).toMatchObject([{ overview: true }])
    server.socket.say({
      type: FrameType.overview,
      origin: { x: 400, y: 0 },
      shift: 4,
      members: [{ member: 3, dx: 1, dy: -1 }],
      crowds: [{ count: 12, dx: 0, dy: 10 }],
    })
    await server.clock.pass(100)
    expect(seen).toEqual([
      [
        { x: 104, y: -4, count: 1, member: 3 },
        { x: 100, y: 40, count: 12, member: undefined },
      ],
    ])
    stop()
    await server.clock.pass(100)
    expect(server.socket.all('view').at(-1)).toMatchObject({ overview: false })
    expect(server.room.overview.points).toEqual([])
  })
})
