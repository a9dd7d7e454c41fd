import type { JSHandle, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { Room } from '../../client-sdk/dist/index.js'
import { ChromiumPages } from '../support/chromium-pages.ts'
import { CoplaneProcess } from '../support/coplane-process.ts'
import { JoinedRooms } from '../support/joined-rooms.ts'
import { chromiumMissing, describeUnless } from '../support/requirement.ts'
import { until } from '../support/until.ts'
import type { Fixture } from './react-page/report.ts'

describeUnless(chromiumMissing, '[REE] the hooks in React’s development build, in StrictMode', () => {
  let server: CoplaneProcess
  let browser: ChromiumPages
  let script: string
  const rooms = new JoinedRooms()

  beforeAll(async () => {
    server = await CoplaneProcess.start({ COPLANE_STORE: 'memory' })
    browser = await ChromiumPages.launch()
    script = await bundle()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  afterEach(() => {
    rooms.closeAll()
    expect(browser.complaints.splice(0)).toEqual([])
  })

  async function open(): Promise<{ page: Page; fixture: JSHandle<Fixture> }> {
    const page = await browser.open('about:blank')
    await page.route('**/favicon.ico', (route) => route.fulfill({ status: 204 }))
    // Any page of the server's will do: from elsewhere Chromium lets nobody connect to this machine.
    await page.goto(`${server.http}/healthz`)
    await page.setContent('<div id="root"></div>')
    await page.addScriptTag({ content: script })
    return { page, fixture: await page.evaluateHandle(() => window.fixture) }
  }

  const show = (
    fixture: JSHandle<Fixture>,
    url: string,
    options: { suspense?: boolean; own?: boolean } = {},
  ): Promise<void> => fixture.evaluate((page, [to, how]) => page.show(to, how), [url, options] as const)
  const value = (fixture: JSHandle<Fixture>, probe: string): Promise<unknown> =>
    fixture.evaluate(({ seen }, name) => seen[name]?.value ?? 'nothing', probe)
  const renders = (fixture: JSHandle<Fixture>): Promise<Record<string, number>> =>
    fixture.evaluate(({ seen }) =>
      Object.fromEntries(Object.entries(seen).map(([name, probe]) => [name, probe.renders])),
    )

  /** Somebody with a canvas of two nodes and an edge, who sees how many others there are. */
  async function neighbour(room: string): Promise<Room> {
    const joined = await rooms.join(server.room(room), { name: 'Neighbour' })
    joined.batch(() => {
      joined.nodes.create({ id: 'a', type: 'task', x: 0, y: 0, w: 10, h: 10 })
      joined.nodes.create({ id: 'b', type: 'note', x: 20, y: 0, w: 10, h: 10 })
      joined.edges.create({ id: 'ab', source: ['a', ''], target: ['b', ''] })
    })
    return joined
  }

  test('[REE1] a provider comes once, goes to another room with its URL, and leaves when it unmounts', async () => {
    const [one, two] = [await neighbour('one'), await neighbour('two')]
    const comers = comersTo(one)
    const { page, fixture } = await open()
    await show(fixture, server.room('one'))
    await until('in the first room', () => one.others.size === 1)
    await expect.poll(() => value(fixture, 'node count')).toBe(2)
    await show(fixture, server.room('two'))
    await until('in the second room', () => two.others.size === 1)
    await until('out of the first', () => one.others.size === 0)
    expect(comers.size).toBe(1)
    await fixture.evaluate(({ hide }) => hide())
    await until('out of the second', () => two.others.size === 0)
    await page.close()
  })

  test('[REE2] a component renders when its own selection changed', async () => {
    const room = await neighbour('renders')
    const { page, fixture } = await open()
    await show(fixture, server.room('renders'))
    await expect.poll(() => value(fixture, 'tasks')).toEqual(['a'])
    await expect.poll(() => value(fixture, 'names')).toEqual(['Neighbour'])
    await expect.poll(() => value(fixture, 'status')).toBe('connected')

    const settled = await renders(fixture)
    room.nodes.update('a', { x: 5 })
    await expect.poll(() => value(fixture, 'node a')).toMatchObject({ x: 5 })
    const moved = await renders(fixture)
    // The one node, everything without a selector, and a selector whose result never equals the one before.
    expect(changed(settled, moved)).toEqual(['careless', 'edge count', 'node a', 'node count'])
    expect(moved['careless']! - settled['careless']!).toBeLessThanOrEqual(2)

    room.cursor.set([3, 4])
    await expect
      .poll(() => fixture.evaluate((fixed) => [...(fixed.room?.others.all() ?? [])][0]?.cursor))
      .toEqual([3, 4])
    room.nodes.remove('b')
    await expect.poll(() => value(fixture, 'node b')).toBe('nothing')
    await expect.poll(() => value(fixture, 'edge ab')).toBe('nothing')
    const removed = await renders(fixture)
    expect(changed(moved, removed)).toEqual([
      'careless',
      'edge ab',
      'edge count',
      'node b',
      'node count',
      'other',
    ])
    await page.close()
  })

  test('[REE3] suspense waits for the first sync, and a room that refuses us is an error of the boundary', async () => {
    const room = await neighbour('suspense')
    const comers = comersTo(room)
    const { page, fixture } = await open()
    await show(fixture, 'ws://127.0.0.1:1/v1/rooms/nobody', { suspense: true })
    await page.locator('#waiting').waitFor()
    expect(await page.locator('#content').isVisible()).toBe(false)
    await show(fixture, server.room('suspense'), { suspense: true })
    await page.locator('#content').waitFor()
    expect(await value(fixture, 'node count')).toBe(2)
    expect(comers.size).toBe(1)
    await show(fixture, server.room('x'.repeat(600)), { suspense: true })
    await page.locator('#error', { hasText: 'RoomClosedError' }).waitFor()
    // React tells the console what it hands to a boundary.
    expect(browser.complaints.splice(0).join()).toContain('RoomClosedError')
    await page.close()
  })

  test('[REE4] history, events and rejects reach the component', async () => {
    const room = await neighbour('lanes')
    const { page, fixture } = await open()
    await show(fixture, server.room('lanes'))
    await expect.poll(() => value(fixture, 'node count')).toBe(2)
    await expect.poll(() => value(fixture, 'history')).toMatchObject({ canUndo: false, canRedo: false })
    await fixture.evaluate(({ room: own }) => own?.nodes.update('a', { x: 99 }))
    await expect.poll(() => value(fixture, 'history')).toMatchObject({ canUndo: true })
    await expect.poll(() => value(fixture, 'sync')).toMatchObject({ state: 'saved', unsaved: 0 })
    await until('moved', () => room.nodes.get('a')?.x === 99)
    room.nodes.remove('a')
    await expect.poll(() => value(fixture, 'node count')).toBe(1)
    await fixture.evaluate(({ room: own }) => own?.history.undo())
    await expect.poll(() => value(fixture, 'reject')).toBe('gone')
    await room.events.send('other')
    await room.events.send('wanted', 7)
    await expect.poll(() => value(fixture, 'wanted event')).toBe(7)
    await page.close()
  })

  test('[REE5] a room of the application’s own stays open when the provider goes', async () => {
    const room = await neighbour('own')
    const { page, fixture } = await open()
    await show(fixture, server.room('own'), { own: true })
    await expect.poll(() => value(fixture, 'node count')).toBe(2)
    await fixture.evaluate(({ hide }) => hide())
    await fixture.evaluate(({ room: own }) => own?.nodes.update('a', { x: 7 }))
    await until('still there', () => room.nodes.get('a')?.x === 7)
    expect(room.others.size).toBe(1)
    await page.close()
  })
})

/** The clientIds of everybody who was there from now on. */
function comersTo(room: Room): ReadonlySet<number> {
  const comers = new Set<number>()
  room.others.subscribe(() => {
    for (const { clientId } of room.others.all()) comers.add(clientId)
  })
  return comers
}

function changed(before: Record<string, number>, after: Record<string, number>): string[] {
  return Object.keys(after)
    .filter((name) => after[name] !== before[name])
    .sort()
}

/** The page's script, with React as developers run it: it mounts, unmounts and mounts everything. */
async function bundle(): Promise<string> {
  const source = (file: string): string => `${import.meta.dirname}/../../client-sdk/src/${file}`
  const built = await build({
    configFile: false,
    logLevel: 'warn',
    mode: 'development',
    define: { 'process.env.NODE_ENV': '"development"' },
    resolve: { alias: { '#websocket': source('websocket-browser.ts') } },
    build: {
      write: false,
      minify: false,
      lib: { entry: `${import.meta.dirname}/react-page/main.tsx`, formats: ['iife'], name: 'page' },
    },
  })
  const [output] = [built].flat()
  if (!output || !('output' in output)) throw new Error('nothing was built')
  return output.output[0].code
}
