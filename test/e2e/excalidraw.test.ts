import { isDeepStrictEqual } from 'node:util'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ChromiumPages, passFrames } from '../support/chromium-pages.ts'
import { CoplaneProcess } from '../support/coplane-process.ts'
import { ExcalidrawExample } from '../support/excalidraw-example.ts'
import { chromiumMissing, describeUnless } from '../support/requirement.ts'

interface Element {
  readonly id: string
  readonly type: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly strokeColor: string
  readonly text?: string
  readonly isDeleted: boolean
  readonly boundElements: readonly { readonly id: string }[] | null
}

/** The example's page, as far as it is used here (client-sdk/examples/excalidraw). */
interface Hook {
  readonly room: {
    readonly status: string
    readonly doc: { on(event: 'update', listener: () => void): void }
    readonly nodes: {
      readonly size: number
      create(node: object): string
      update(id: string, change: object): boolean
      committed(id: string): { readonly y: number } | undefined
      inOrder(): readonly string[]
    }
  }
  readonly api: {
    getSceneElements(): readonly Element[]
    getAppState(): {
      readonly isLoading: boolean
      readonly activeTool: { readonly type: string }
      readonly collaborators: ReadonlyMap<string, { pointer?: { x: number; y: number } }>
    }
    updateScene(scene: object): void
  }
}
type ExcalidrawWindow = { readonly coplane: Hook; updates: number }

/** The room keeps places in quarter pixels. */
const quarter = (value: number): number => Math.round(value * 4) / 4

describeUnless(chromiumMissing, '[EX1] a room in Excalidraw, in Chromium', () => {
  let server: CoplaneProcess
  let example: ExcalidrawExample
  let browser: ChromiumPages

  beforeAll(async () => {
    server = await CoplaneProcess.start({ COPLANE_STORE: 'memory' })
    example = await ExcalidrawExample.serve(server.http.replace('http', 'ws'))
    browser = await ChromiumPages.launch()
  }, 180_000)
  afterAll(async () => {
    await browser?.close()
    await example?.close()
    await server?.stop()
  })

  async function open(room: string): Promise<Page> {
    const page = await browser.open(`${example.url}?room=${room}`)
    await page.waitForFunction(() => {
      const { coplane } = window as unknown as Partial<ExcalidrawWindow>
      return coplane?.room.status === 'connected' && !coplane.api.getAppState().isLoading
    })
    return page
  }

  const scene = (page: Page): Promise<readonly Element[]> =>
    page.evaluate(() => (window as unknown as ExcalidrawWindow).coplane.api.getSceneElements())

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
  const committedY = (page: Page, id: string): Promise<number | undefined> =>
    page.evaluate((node) => (window as unknown as ExcalidrawWindow).coplane.room.nodes.committed(node)?.y, id)

  const draw = async (
    page: Page,
    tool: string,
    from: readonly [number, number],
    to: readonly [number, number],
  ): Promise<void> => {
    await page.keyboard.press(tool)
    await drag(page, from, to)
  }

  /** What both pages show, once they show the same. */
  const shared = async (pages: readonly Page[], look: (element: Element) => unknown): Promise<unknown[]> => {
    const looks = async (): Promise<unknown[][]> =>
      (await Promise.all(pages.map(scene))).map((elements) => elements.map(look))
    await expect.poll(async () => isDeepStrictEqual(...((await looks()) as [unknown, unknown]))).toBe(true)
    return (await looks())[0]!
  }

  test('what one draws, moves and deletes the other sees, and nothing echoes', async () => {
    const pages = [await open('pair'), await open('pair')] as const
    const [first, second] = pages
    await draw(first, 'r', [450, 250], [650, 350])
    await draw(first, 'o', [800, 250], [950, 350])
    await draw(first, 'a', [655, 300], [795, 300])
    await expect
      .poll(async () => (await scene(second)).map(({ type }) => type))
      .toEqual(['rectangle', 'ellipse', 'arrow'])
    const [box, , arrow] = await scene(first)
    // What is bound to what is derived on the other side, not sent.
    await expect
      .poll(async () =>
        (await scene(second)).map(({ boundElements }) => boundElements?.map(({ id }) => id) ?? []),
      )
      .toEqual([[arrow!.id], [arrow!.id], []])

    await second.keyboard.press('v')
    await drag(second, [451, 320], [501, 420], async () => {
      await expect.poll(async () => (await scene(first))[0]!.y).toBeGreaterThan(box!.y + 90)
      expect(await committedY(first, box!.id)).toBe(box!.y)
    })
    const moved = (await shared(pages, ({ x, y }) => [quarter(x), quarter(y)]))[0] as [number, number]
    expect(moved[0] - box!.x).toBeCloseTo(50, 0)
    expect(moved[1] - box!.y).toBeCloseTo(100, 0)

    for (const page of pages)
      await page.evaluate(() => {
        const hook = window as unknown as ExcalidrawWindow
        hook.updates = 0
        hook.coplane.room.doc.on('update', () => hook.updates++)
      })
    await first.mouse.move(300, 600, { steps: 5 })
    for (const page of pages) await passFrames(page, 60)
    for (const page of pages)
      expect(await page.evaluate(() => (window as unknown as ExcalidrawWindow).updates)).toBe(0)
    await expect
      .poll(() =>
        second.evaluate(() => {
          const { collaborators } = (window as unknown as ExcalidrawWindow).coplane.api.getAppState()
          return [...collaborators.values()].map(({ pointer }) => pointer !== undefined)
        }),
      )
      .toEqual([true])

    await second.keyboard.press('Delete')
    await expect.poll(async () => (await scene(first)).map(({ type }) => type)).toEqual(['ellipse', 'arrow'])
    expect(await first.evaluate(() => (window as unknown as ExcalidrawWindow).coplane.room.nodes.size)).toBe(
      2,
    )
    expect(browser.complaints).toEqual([])
    for (const page of pages) await page.context().close()
  })

  test('properties merge one by one, text and order arrive, and an undo is an edit like any other', async () => {
    const pages = [await open('merge'), await open('merge')] as const
    const [first, second] = pages
    await draw(first, 'r', [400, 250], [600, 350])
    await first.keyboard.press('t')
    await first.mouse.click(700, 500)
    await first.keyboard.type('hello')
    await first.keyboard.press('Escape')
    expect(await shared(pages, ({ type, text }) => [type, text])).toEqual([
      ['rectangle', undefined],
      ['text', 'hello'],
    ])
    const [box] = await scene(first)
    // Both at once: one moves it, the other gives it a colour.
    await Promise.all([
      first.evaluate((id) => {
        const { room } = (window as unknown as ExcalidrawWindow).coplane
        room.nodes.update(id, { x: 111 })
      }, box!.id),
      second.evaluate((id) => {
        const { api } = (window as unknown as ExcalidrawWindow).coplane
        const elements = api
          .getSceneElements()
          .map((each) =>
            each.id === id ? Object.assign({}, each, { strokeColor: '#e03131', version: 99 }) : each,
          )
        api.updateScene({ elements, captureUpdate: 'IMMEDIATELY' })
      }, box!.id),
    ])
    await expect
      .poll(async () => (await scene(first)).map(({ x, strokeColor }) => [x, strokeColor])[0])
      .toEqual([111, '#e03131'])
    await expect.poll(async () => (await scene(second))[0]!.x).toBe(111)

    // To the front: the text is below now, for both and in the room.
    await second.evaluate((id) => {
      const { api } = (window as unknown as ExcalidrawWindow).coplane
      const all = api.getSceneElements()
      const rest = all.filter((each) => each.id !== id)
      const front = all
        .filter((each) => each.id === id)
        .map((each) => Object.assign({}, each, { index: null }))
      api.updateScene({ elements: [...rest, ...front], captureUpdate: 'IMMEDIATELY' })
    }, box!.id)
    expect((await shared(pages, ({ type }) => type)).at(-1)).toBe('rectangle')
    await expect
      .poll(() =>
        first.evaluate(() => (window as unknown as ExcalidrawWindow).coplane.room.nodes.inOrder().at(-1)),
      )
      .toBe(box!.id)

    await first.keyboard.press('Control+z')
    await expect.poll(async () => (await scene(second)).map(({ type }) => type)).toEqual(['rectangle'])
    expect(browser.complaints).toEqual([])
    for (const page of pages) await page.context().close()
  })

  test('a program adds a shape with a few words, and what is no shape is left alone', async () => {
    const page = await open('agent')
    await page.evaluate(() => {
      const { nodes } = (window as unknown as ExcalidrawWindow).coplane.room
      nodes.create({
        type: 'diamond',
        x: 300,
        y: 300,
        w: 120,
        h: 80,
        data: { strokeColor: '#2f9e44', points: 7 },
      })
      nodes.create({ type: 'text', x: 300, y: 420, w: 90, h: 25, data: { text: 'by an agent' } })
      nodes.create({ type: 'arrow', x: 430, y: 340, w: 90, h: 0, data: { points: 'bad' } })
      nodes.create({ type: 'invoice', x: 0, y: 0, w: 10, h: 10 })
    })
    await expect
      .poll(async () => (await scene(page)).map(({ type, width, strokeColor }) => [type, width, strokeColor]))
      .toEqual([
        ['diamond', 120, '#2f9e44'],
        ['text', 90, '#1e1e1e'],
        ['arrow', 90, '#1e1e1e'],
      ])
    await passFrames(page, 30)
    expect(await page.evaluate(() => (window as unknown as ExcalidrawWindow).coplane.room.nodes.size)).toBe(4)
    expect(browser.complaints).toEqual([])
    await page.context().close()
  })
})
