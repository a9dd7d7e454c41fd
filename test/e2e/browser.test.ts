import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ChromiumPages } from '../support/chromium-pages.ts'
import { CoplaneProcess, temporaryDirectory } from '../support/coplane-process.ts'
import { freePort } from '../../loadtest/driver/free-port.ts'
import { chromiumMissing, describeUnless } from '../support/requirement.ts'

interface HookNode {
  readonly id: string
  readonly parent: string
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}

/** The demo's test hook, as far as it is used here (client-sdk/demo/src). */
interface Hook {
  readonly room: {
    readonly status: string
    readonly nodes: {
      readonly size: number
      get(id: string): HookNode | undefined
      committed(id: string): HookNode | undefined
      all(): Iterable<HookNode>
    }
    readonly others: {
      readonly size: number
      all(): Iterable<{ cursor: readonly [number, number] | undefined }>
    }
  }
  readonly view: {
    toScreen(point: readonly [number, number]): readonly [number, number]
    centerOn(id: string): void
    readonly counters: { readonly framesDrawn: number; readonly visibleNodes: number }
  }
}

declare global {
  interface Window {
    readonly coplane: Hook
  }
}

describeUnless(chromiumMissing, '[BR1] the demo in Chromium', () => {
  const data = temporaryDirectory()
  let server: CoplaneProcess
  let browser: ChromiumPages
  let env: Record<string, string>

  beforeAll(async () => {
    env = { COPLANE_DATA_DIR: data.path, COPLANE_PORT: String(await freePort()) }
    server = await CoplaneProcess.start(env)
    browser = await ChromiumPages.launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    data.remove()
  })

  async function open(path: string): Promise<Page> {
    const page = await browser.open(`${server.http}${path}`)
    await page.waitForFunction(
      () => window.coplane?.room.status === 'connected' && window.coplane.room.nodes.size >= 1000,
    )
    return page
  }

  const status = (page: Page): ReturnType<Page['locator']> => page.getByTestId('status')

  async function screenPoint(page: Page, id: string): Promise<readonly [number, number]> {
    await page.evaluate((node) => window.coplane.view.centerOn(node), id)
    return page.evaluate((node) => {
      const { nodes } = window.coplane.room
      const { w, h } = nodes.get(node)!
      let [x, y] = [w / 2, h / 2]
      for (let each = nodes.get(node); each; each = nodes.get(each.parent)) [x, y] = [x + each.x, y + each.y]
      return window.coplane.view.toScreen([x, y])
    }, id)
  }

  const nodeAt = (page: Page, id: string): Promise<{ x: number; y: number } | undefined> =>
    page.evaluate((node) => {
      const found = window.coplane.room.nodes.get(node)
      return found && { x: found.x, y: found.y }
    }, id)

  /** As the document has it. */
  const committedAt = (page: Page, id: string): Promise<{ x: number; y: number } | undefined> =>
    page.evaluate((node) => {
      const found = window.coplane.room.nodes.committed(node)
      return found && { x: found.x, y: found.y }
    }, id)

  /** A leaf node, so that a press in its middle hits it and nothing else. */
  const someNode = (page: Page): Promise<string> =>
    page.evaluate(() => {
      const nodes = [...window.coplane.room.nodes.all()]
      const parents = new Set(nodes.map(({ parent }) => parent))
      const leaves = nodes.filter(({ id }) => !parents.has(id)).map(({ id }) => id)
      return leaves.sort()[Math.floor(leaves.length / 2)]!
    })

  test('a drag in one page moves the node in the other, and what is called saved survives SIGKILL', async () => {
    const first = await open('/')
    const second = await open('/')
    await second.waitForFunction(() => window.coplane.room.others.size === 1)
    const id = await someNode(first)
    const before = (await nodeAt(first, id))!
    const [x, y] = await screenPoint(first, id)
    await first.mouse.move(x, y)
    await first.mouse.down()
    for (let step = 1; step <= 10; step++) await first.mouse.move(x + step * 9, y + step * 6)
    await first.mouse.up()
    const after = (await nodeAt(first, id))!
    expect(after.x).toBeGreaterThan(before.x)
    expect(after.y).toBeGreaterThan(before.y)
    await second.waitForFunction(
      ([node, moved]) => {
        const found = window.coplane.room.nodes.get(node as string)
        return found?.x === (moved as { x: number }).x && found.y === (moved as { y: number }).y
      },
      [id, after],
    )
    await second.waitForFunction(() =>
      [...window.coplane.room.others.all()].some(({ cursor }) => cursor !== undefined),
    )

    await expect.poll(() => status(first).getAttribute('data-state'), { timeout: 10_000 }).toBe('saved')
    await server.kill()
    await expect.poll(() => status(first).getAttribute('data-state'), { timeout: 10_000 }).toBe('offline')
    server = await CoplaneProcess.start(env)
    const third = await open('/')
    expect(await nodeAt(third, id)).toEqual(after)
    await expect
      .poll(() => status(first).getAttribute('data-state'), { timeout: 40_000 })
      .toMatch(/saved|synced/)
    for (const page of [first, second, third]) await page.context().close()
    expect(browser.complaints).toEqual([])
  })

  test('opens near or with everything in sight, and without culling paints what is off screen as well', async () => {
    const painted = async (query: string): Promise<number> => {
      const page = await open(`/rooms/load?nodes=1000&${query}`)
      const count = (): Promise<number> => page.evaluate(() => window.coplane.view.counters.visibleNodes)
      await expect.poll(count).toBeGreaterThan(0)
      const nodes = await count()
      await page.context().close()
      return nodes
    }
    expect(await painted('')).toBe(1000)
    expect(await painted('view=near')).toBeLessThan(300)
    expect(await painted('view=near&culling=0')).toBe(1000)
    expect(browser.complaints).toEqual([])
  })

  test('draws only what is on screen, and keeps an edit made while offline', async () => {
    const page = await open('/rooms/offline-edit')
    await screenPoint(page, await someNode(page))
    await page.waitForFunction(() => {
      const { visibleNodes } = window.coplane.view.counters
      return visibleNodes > 0 && visibleNodes < 1000
    })
    const id = await someNode(page)
    await expect
      .poll(() => status(page).getAttribute('data-state'), { timeout: 10_000 })
      .toMatch(/saved|synced/)
    await server.kill()
    await expect.poll(() => status(page).getAttribute('data-state'), { timeout: 10_000 }).toBe('offline')
    const [x, y] = await screenPoint(page, id)
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x + 40, y + 40, { steps: 5 })
    await page.mouse.up()
    const moved = await nodeAt(page, id)
    server = await CoplaneProcess.start(env)
    await expect.poll(() => status(page).getAttribute('data-state'), { timeout: 40_000 }).toBe('saved')
    const other = await open('/rooms/offline-edit')
    expect(await nodeAt(other, id)).toEqual(moved)
    for (const each of [page, other]) await each.context().close()
    expect(browser.complaints).toEqual([])
  })

  test('a drag is seen under way and undone as one; a copied node is pasted; what another holds stays', async () => {
    const first = await open('/rooms/together')
    const second = await open('/rooms/together')
    const id = await someNode(first)
    const before = (await nodeAt(first, id))!
    const [x, y] = await screenPoint(first, id)
    await screenPoint(second, id)
    await first.mouse.move(x, y)
    await first.mouse.down()
    await first.mouse.move(x + 60, y + 30, { steps: 6 })
    await expect.poll(() => nodeAt(second, id)).toEqual({ x: before.x + 60, y: before.y + 30 })
    expect(await committedAt(second, id)).toEqual(before)

    await second.mouse.move(x + 60, y + 30)
    await second.mouse.down()
    await second.mouse.move(x + 90, y + 90, { steps: 6 })
    await second.getByRole('status').filter({ hasText: 'is moving that' }).waitFor()
    await second.mouse.up()
    await first.mouse.up()
    const after = { x: before.x + 60, y: before.y + 30 }
    await expect.poll(() => committedAt(second, id)).toEqual(after)

    await first.keyboard.press('Control+c')
    await first.keyboard.press('Control+v')
    const size = (page: Page): Promise<number> => page.evaluate(() => window.coplane.room.nodes.size)
    const nodes = await size(first)
    await expect.poll(() => size(second)).toBe(nodes)
    await first.keyboard.press('Control+z')
    await expect.poll(() => size(second)).toBe(nodes - 1)
    await first.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => committedAt(second, id)).toEqual(before)
    await first.getByRole('button', { name: 'Redo' }).click()
    await expect.poll(() => committedAt(second, id)).toEqual(after)
    for (const page of [first, second]) await page.context().close()
    expect(browser.complaints).toEqual([])
  })
})
