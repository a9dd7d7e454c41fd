import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ChromiumPages } from '../support/chromium-pages.ts'
import { CoplaneProcess, temporaryDirectory } from '../support/coplane-process.ts'
import { freePort } from '../../loadtest/driver/free-port.ts'
import { JoinedRooms } from '../support/joined-rooms.ts'
import { PageServer } from '../support/page-server.ts'
import { chromiumMissing, describeUnless } from '../support/requirement.ts'
import { until } from '../support/until.ts'

/** The demo's room, as far as it is used here. */
interface Demo {
  readonly room: {
    readonly status: string
    readonly sync: { readonly state: string; readonly unsaved: number; readonly atRisk: number }
    readonly nodes: {
      readonly size: number
      create(node: object): string
      update(id: string, change: object): boolean
    }
  }
}

const demo = join(import.meta.dirname, '../../client-sdk/demo/dist')

describeUnless(chromiumMissing, '[OFF14] a page that works without its server, in Chromium', () => {
  const data = temporaryDirectory()
  const rooms = new JoinedRooms()
  let env: Record<string, string>
  let server: CoplaneProcess
  let pages: PageServer
  let browser: ChromiumPages

  beforeAll(async () => {
    const port = await freePort()
    env = { COPLANE_DATA_DIR: data.path, COPLANE_PORT: String(port) }
    server = await CoplaneProcess.start(env)
    pages = await PageServer.start(demo, port)
    browser = await ChromiumPages.launch()
  })
  afterAll(async () => {
    rooms.closeAll()
    await browser?.close()
    pages?.stop()
    await server?.stop()
    data.remove()
  })

  const syncOf = (page: Page): Promise<Demo['room']['sync']> =>
    page.evaluate(() => (window as unknown as { coplane: Demo }).coplane.room.sync)

  const create = (page: Page, id: string): Promise<string> =>
    page.evaluate(
      (each) =>
        (window as unknown as { coplane: Demo }).coplane.room.nodes.create({
          id: each,
          type: 'service',
          w: 96,
          h: 64,
        }),
      id,
    )

  const shown = (page: Page): Promise<void> =>
    page
      .waitForFunction(() => ((window as unknown as { coplane?: Demo }).coplane?.room.nodes.size ?? 0) > 0)
      .then(() => undefined)

  test('edits made while the server is down survive two reloads and reach another client when it is back', async () => {
    const page = await browser.open(`${pages.http}/rooms/away?nodes=20`)
    await shown(page)
    await expect.poll(async () => (await syncOf(page)).state, { timeout: 10_000 }).toMatch(/saved|synced/)
    await create(page, 'while-online')
    await expect.poll(async () => (await syncOf(page)).state, { timeout: 10_000 }).toBe('saved')
    await server.kill()
    await expect.poll(async () => (await syncOf(page)).state, { timeout: 10_000 }).toBe('offline')

    await create(page, 'first')
    await create(page, 'second')
    await expect.poll(() => syncOf(page)).toMatchObject({ unsaved: 2, atRisk: 0 })
    await page.reload()
    await shown(page)
    expect(await syncOf(page)).toMatchObject({ state: 'offline', unsaved: 2, atRisk: 0 })
    // Written as the page is left, if it was not before.
    await create(page, 'third')
    await page.reload()
    await shown(page)
    expect(await syncOf(page)).toMatchObject({ state: 'offline', unsaved: 3, atRisk: 0 })
    expect(await page.evaluate(() => (window as unknown as { coplane: Demo }).coplane.room.nodes.size)).toBe(
      24,
    )

    server = await CoplaneProcess.start(env)
    const other = await rooms.join(server.room('away'))
    await until(
      'the other client sees them',
      () => ['first', 'second', 'third'].every((id) => other.nodes.has(id)),
      40_000,
    )
    await expect.poll(() => syncOf(page), { timeout: 20_000 }).toMatchObject({ state: 'saved', unsaved: 0 })
    expect(other.nodes.size).toBe(24)

    await page.reload()
    await shown(page)
    await expect.poll(() => syncOf(page), { timeout: 20_000 }).toMatchObject({ state: 'synced', unsaved: 0 })
    await page.context().close()
    expect(browser.complaints).toEqual([])
  })

  test('two tabs of one browser keep their edits apart and both reach the room', async () => {
    const first = await browser.open(`${pages.http}/rooms/two-tabs?nodes=5`)
    await shown(first)
    await expect.poll(async () => (await syncOf(first)).state, { timeout: 10_000 }).toBe('saved')
    const second = await first.context().newPage()
    await second.goto(first.url())
    await shown(second)
    await expect.poll(async () => (await syncOf(second)).state, { timeout: 10_000 }).toMatch(/saved|synced/)
    await server.kill()
    for (const page of [first, second])
      await expect.poll(async () => (await syncOf(page)).state, { timeout: 10_000 }).toBe('offline')
    await create(first, 'from-first')
    await create(second, 'from-second')
    for (const page of [first, second])
      await expect.poll(() => syncOf(page)).toMatchObject({ unsaved: 1, atRisk: 0 })
    // One of them is gone for good; the other is loaded again and takes its edits along.
    await first.close()
    await second.reload()
    await shown(second)
    expect(await syncOf(second)).toMatchObject({ unsaved: 2, atRisk: 0 })
    server = await CoplaneProcess.start(env)
    const other = await rooms.join(server.room('two-tabs'))
    await until(
      'both are there',
      () => other.nodes.has('from-first') && other.nodes.has('from-second'),
      40_000,
    )
    await second.context().close()
  })
})
