import type { JSHandle, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Room } from '../../client-sdk/src/room.ts'
import { ChromiumPages, passFrames } from '../support/chromium-pages.ts'
import { CoplaneProcess } from '../support/coplane-process.ts'
import { chromiumMissing, describeUnless } from '../support/requirement.ts'

/** The example's test hook (client-sdk/examples/react-flow/src/test-hook.tsx). */
interface Hook {
  readonly room: Room
  readonly view: {
    toScreen(point: readonly [number, number]): readonly [number, number]
    centerOn(id: string): Promise<void>
    readonly counters: { readonly renders: Record<string, number>; readonly visibleNodes: number }
  }
}

interface Editor {
  readonly page: Page
  readonly hook: JSHandle<Hook>
}

/** The first card of the first frame in the sample, and the only edge at it. */
const card = 'f0c0'
const edge = 'f0c0-f0c1'

describeUnless(chromiumMissing, '[RFE] the React Flow example in Chromium', () => {
  let server: CoplaneProcess
  let browser: ChromiumPages

  beforeAll(async () => {
    server = await CoplaneProcess.start({ COPLANE_STORE: 'memory' })
    browser = await ChromiumPages.launch()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.stop()
    expect(browser.complaints).toEqual([])
  })

  async function open(query: string): Promise<Editor> {
    const page = await browser.open(`${server.http}/examples/react-flow/?${query}`)
    await page.locator('.react-flow__node').first().waitFor()
    const hook = await page.evaluateHandle(() => window.coplane as unknown as Hook)
    return { page, hook }
  }

  async function close(...editors: readonly Editor[]): Promise<void> {
    for (const { page } of editors) await page.context().close()
  }

  const element = ({ page }: Editor, id: string): ReturnType<Page['locator']> =>
    page.locator(`.react-flow__node[data-id="${id}"]`)

  async function middleOf(editor: Editor, id: string): Promise<readonly [x: number, y: number]> {
    await editor.hook.evaluate(({ view }, node) => view.centerOn(node), id)
    const box = (await element(editor, id).boundingBox())!
    return [box.x + box.width / 2, box.y + box.height / 2]
  }

  const has = ({ hook }: Editor): Promise<{ node: boolean; edge: boolean }> =>
    hook.evaluate(({ room }, [node, line]) => ({ node: room.nodes.has(node), edge: room.edges.has(line) }), [
      card,
      edge,
    ] as const)

  test('[RFE1] deleting a node takes its edge with it in one step, and undo brings both back, in both pages', async () => {
    const mine = await open('room=delete')
    const theirs = await open('room=delete')
    const [x, y] = await middleOf(mine, card)
    await mine.page.mouse.click(x, y)
    await mine.page.keyboard.press('Delete')
    await expect.poll(() => has(theirs)).toEqual({ node: false, edge: false })
    await mine.page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => has(theirs)).toEqual({ node: true, edge: true })
    await element(theirs, card).waitFor()
    await expect.poll(() => mine.page.getByRole('button', { name: 'Undo' }).isDisabled()).toBe(true)
    await mine.page.keyboard.press('Control+y')
    await expect.poll(() => has(theirs)).toEqual({ node: false, edge: false })
    await close(mine, theirs)
  })

  test('[RFE2] a node that is moved renders that node, and no other one', async () => {
    const mine = await open('room=renders')
    const theirs = await open('room=renders')
    const before = await mine.hook.evaluate(({ view }) => view.counters.renders)
    const moves = 10
    for (let step = 1; step <= moves; step++) {
      await theirs.hook.evaluate(({ room }, [node, x]) => room.nodes.update(node, { x }), [
        card,
        40 + step,
      ] as const)
      await expect
        .poll(() => mine.hook.evaluate(({ room }, node) => room.nodes.get(node)?.x, card))
        .toBe(40 + step)
    }
    const after = await mine.hook.evaluate(({ view }) => view.counters.renders)
    const rendered = Object.keys(after).filter((id) => after[id] !== before[id])
    expect(rendered).toEqual([card])
    expect(after[card]! - before[card]!).toBeLessThanOrEqual(moves)
    await close(mine, theirs)
  })

  test('[RFE3] of 1,000 nodes only those in the viewport are elements', async () => {
    const culled = await open('room=thousand&nodes=1000')
    expect(await culled.hook.evaluate(({ room }) => room.nodes.size)).toBe(1000)
    await culled.hook.evaluate(({ view }) => view.centerOn('f0c4'))
    await expect.poll(() => culled.hook.evaluate(({ view }) => view.counters.visibleNodes)).toBeLessThan(80)
    const all = await open('room=thousand&culling=0')
    await all.hook.evaluate(({ view }) => view.centerOn('f0c4'))
    expect(await all.hook.evaluate(({ view }) => view.counters.visibleNodes)).toBe(1000)
    await close(culled, all)
  })

  test('[RFE7] the page opens with everything in sight, or near: the middle at 100 %', async () => {
    const everything = await open('room=opened&nodes=1000')
    const near = await open('room=opened&view=near')
    const seen = ({ hook }: Editor): Promise<number> =>
      hook.evaluate(({ view }) => view.counters.visibleNodes)
    await expect.poll(() => seen(everything)).toBe(1000)
    await expect.poll(() => seen(near)).toBeLessThan(80)
    expect(await seen(near)).toBeGreaterThan(0)
    await close(everything, near)
  })

  test('[RFE4] drawing a line between two handles is an edge for everybody', async () => {
    const mine = await open('room=connect')
    const theirs = await open('room=connect')
    await middleOf(mine, 'f0')
    const from = (await element(mine, card).locator('.source').boundingBox())!
    const to = (await element(mine, 'f0c2').locator('.target').boundingBox())!
    await mine.page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
    await mine.page.mouse.down()
    await mine.page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 5 })
    await mine.page.mouse.up()
    await expect
      .poll(() =>
        theirs.hook.evaluate(
          ({ room }, node) =>
            room.edges.of(node).map(({ source, target }) => [...source, ...target].join(' ')),
          card,
        ),
      )
      .toContain('f0c0 out f0c2 in')
    await close(mine, theirs)
  })

  test('[RFE5] a drag is seen in the other page before the release, and is in the document after it', async () => {
    const mine = await open('room=drag')
    const theirs = await open('room=drag')
    const placesOf = ({ hook }: Editor): Promise<{ shown: number; committed: number; heldBy: boolean }> =>
      hook.evaluate(({ room }, node) => {
        const { x, heldBy } = room.nodes.get(node)!
        return { shown: x, committed: room.nodes.committed(node)!.x, heldBy: heldBy !== undefined }
      }, card)
    const [x, y] = await middleOf(mine, card)
    await theirs.hook.evaluate(({ view }, node) => view.centerOn(node), card)
    const before = await placesOf(theirs)
    const drawnBefore = (await element(theirs, card).boundingBox())!
    await mine.page.mouse.move(x, y)
    await mine.page.mouse.down()
    // React Flow takes a node up where the first move ends.
    await mine.page.mouse.move(x + 10, y)
    await mine.page.mouse.move(x + 70, y, { steps: 6 })
    const inHand = { shown: before.shown + 60, committed: before.committed, heldBy: true }
    await expect.poll(() => placesOf(mine)).toEqual(inHand)
    await expect.poll(() => placesOf(theirs)).toEqual(inHand)
    await theirs.page.locator(`.coplane-held[data-id="${card}"]`).waitFor()
    await expect
      .poll(async () => Math.round((await element(theirs, card).boundingBox())!.x - drawnBefore.x))
      .toBe(60)
    await mine.page.mouse.up()
    const released = { shown: before.shown + 60, committed: before.committed + 60, heldBy: false }
    await expect.poll(() => placesOf(theirs)).toEqual(released)
    await mine.page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(() => placesOf(theirs)).toEqual(before)
    await close(mine, theirs)
  })

  test('[RFE6] the other cursor is painted where it is, and nothing is painted while nothing moves', async () => {
    const mine = await open('room=cursors')
    const theirs = await open('room=cursors')
    await middleOf(mine, card)
    await middleOf(theirs, card)
    // Counts the paintings and remembers where the last arrow was put.
    await mine.page.evaluate(() => {
      const proto = CanvasRenderingContext2D.prototype
      const { clearRect, translate } = proto
      const painted = { times: 0, at: [0, 0] }
      Object.assign(window, { painted })
      proto.clearRect = function (...rect) {
        painted.times++
        clearRect.apply(this, rect)
      }
      proto.translate = function (x, y) {
        painted.at = [Math.round(x), Math.round(y)]
        translate.call(this, x, y)
      }
    })
    const painted = (): Promise<{ times: number; at: number[] }> =>
      mine.page.evaluate(() => (window as unknown as { painted: { times: number; at: number[] } }).painted)
    await theirs.page.mouse.move(300, 200)
    await theirs.page.mouse.move(400, 320, { steps: 4 })
    await expect.poll(async () => (await painted()).at).toEqual([400, 320])
    // At rest: frames pass, and none of them is painted.
    let times = -1
    await expect
      .poll(async () => {
        const before = times
        times = (await painted()).times
        return times === before
      })
      .toBe(true)
    await passFrames(mine.page, 30)
    expect((await painted()).times).toBe(times)
    await close(mine, theirs)
  })
})
