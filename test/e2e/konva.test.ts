import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ChromiumPages, passFrames } from '../support/chromium-pages.ts'
import { CoplaneProcess } from '../support/coplane-process.ts'
import { chromiumMissing, describeUnless } from '../support/requirement.ts'

/** The example's page, as far as it is used here (client-sdk/examples/konva). */
interface Board {
  readonly room: {
    readonly status: string
    readonly doc: { on(event: 'update', listener: () => void): void }
    readonly nodes: {
      committed(id: string): { readonly x: number; readonly y: number } | undefined
      get(id: string): { readonly z: string } | undefined
      create(node: object): string
      update(id: string, change: object): boolean
    }
  }
  readonly board: {
    shapeOf(id: string): { position(): { x: number; y: number }; readonly index: number } | undefined
  }
}

const note = { type: 'note', w: 160, h: 100, style: { fill: '#bfdbfe' } }

describeUnless(chromiumMissing, '[KV1] a room on a Konva layer, in Chromium', () => {
  let server: CoplaneProcess
  let browser: ChromiumPages

  beforeAll(async () => {
    server = await CoplaneProcess.start({ COPLANE_STORE: 'memory' })
    browser = await ChromiumPages.launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
  })

  async function open(room: string): Promise<Page> {
    const page = await browser.open(`${server.http}/examples/konva/?room=${room}`)
    await page.waitForFunction(
      () => (window as unknown as { coplane?: Board }).coplane?.room.status === 'connected',
    )
    return page
  }

  const create = (page: Page, node: object): Promise<string> =>
    page.evaluate((each) => (window as unknown as { coplane: Board }).coplane.room.nodes.create(each), node)

  const shapeAt = (page: Page, id: string): Promise<{ x: number; y: number } | undefined> =>
    page.evaluate(
      (node) => (window as unknown as { coplane: Board }).coplane.board.shapeOf(node)?.position(),
      id,
    )

  const drag = async (
    page: Page,
    from: readonly [number, number],
    to: readonly [number, number],
    meanwhile?: () => Promise<void>,
  ): Promise<void> => {
    await page.mouse.move(...from)
    await page.mouse.down()
    await page.mouse.move(...to, { steps: 8 })
    await meanwhile?.()
    await page.mouse.up()
  }

  /** As the document has it. */
  const committedAt = (page: Page, id: string): Promise<unknown> =>
    page.evaluate((node) => {
      const found = (window as unknown as { coplane: Board }).coplane.room.nodes.committed(node)
      return found && [found.x, found.y]
    }, id)

  test('what one draws, drags and deletes the other sees, and nothing echoes', async () => {
    const [first, second] = [await open('pair'), await open('pair')]
    const id = await create(first, { ...note, x: 200, y: 200, data: { text: 'hello' } })
    await expect.poll(() => shapeAt(second, id)).toEqual({ x: 200, y: 200 })

    await drag(second, [280, 250], [480, 350], async () => {
      await expect.poll(() => shapeAt(first, id)).toEqual({ x: 400, y: 300 })
      expect(await committedAt(first, id)).toEqual([200, 200])
    })
    await expect.poll(() => committedAt(first, id)).toEqual([400, 300])
    await expect.poll(() => shapeAt(first, id)).toEqual({ x: 400, y: 300 })
    expect(await shapeAt(second, id)).toEqual({ x: 400, y: 300 })

    for (const page of [first, second])
      await page.evaluate(() => {
        const { room } = (window as unknown as { coplane: Board }).coplane
        const counted = window as unknown as { updates: number }
        counted.updates = 0
        room.doc.on('update', () => counted.updates++)
      })
    await first.mouse.move(100, 100)
    for (const page of [first, second]) await passFrames(page, 30)
    for (const page of [first, second])
      expect(await page.evaluate(() => (window as unknown as { updates: number }).updates)).toBe(0)

    await first.mouse.click(480, 350)
    await first.keyboard.press('Delete')
    await expect.poll(() => shapeAt(second, id)).toBeUndefined()
    await expect.poll(() => shapeAt(first, id)).toBeUndefined()
    expect(browser.complaints).toEqual([])
    for (const page of [first, second]) await page.context().close()
  })

  test('shapes lie in the room’s order, below what else is on the layer', async () => {
    const page = await open('order')
    const low = await create(page, { ...note, x: 100, y: 100 })
    const high = await create(page, { ...note, x: 140, y: 140 })
    const order = (): Promise<(number | undefined)[]> =>
      page.evaluate(
        (ids) => ids.map((id) => (window as unknown as { coplane: Board }).coplane.board.shapeOf(id)?.index),
        [low, high],
      )
    await expect.poll(order).toEqual([0, 1])
    await page.evaluate(
      ([below, above]) => {
        const { nodes } = (window as unknown as { coplane: Board }).coplane.room
        nodes.update(below!, { z: `${nodes.get(above!)!.z}V` })
      },
      [low, high],
    )
    await expect.poll(order).toEqual([1, 0])
    await page.context().close()
  })

  test('only what the stage shows has shapes', async () => {
    const page = await open('many')
    const ids = await page.evaluate((each) => {
      const { room } = (window as unknown as { coplane: Board }).coplane
      return Array.from({ length: 1000 }, (_, index) =>
        room.nodes.create({ ...each, x: (index % 40) * 200, y: Math.floor(index / 40) * 140 }),
      )
    }, note)
    await expect.poll(() => shapeAt(page, ids[0]!)).toEqual({ x: 0, y: 0 })
    const shown = (): Promise<number> =>
      page.evaluate(
        (all) =>
          all.filter((id) => (window as unknown as { coplane: Board }).coplane.board.shapeOf(id)).length,
        ids,
      )
    expect(await shown()).toBeLessThan(100)
    await page.mouse.move(600, 400)
    await page.mouse.wheel(6000, 2000)
    await expect.poll(() => shapeAt(page, ids[0]!)).toBeUndefined()
    await expect.poll(shown).toBeGreaterThan(10)
    expect(await shown()).toBeLessThan(100)
    expect(browser.complaints).toEqual([])
    await page.context().close()
  })
})
