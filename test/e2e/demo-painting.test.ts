import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Room } from '../../client-sdk/src/room.ts'
import { ChromiumPages, passFrames } from '../support/chromium-pages.ts'
import { CoplaneProcess } from '../support/coplane-process.ts'
import { chromiumMissing, describeUnless } from '../support/requirement.ts'

/** The demo's test hook, as far as it is used here (client-sdk/demo/src/test-hook.ts). */
interface Hook {
  readonly room: Room
  readonly view: { centerOn(id: string): void; fit(): void }
}

describeUnless(chromiumMissing, 'what the demo paints', () => {
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

  /** Makes nodes and edges change about the middle of the canvas, one kind of change after the other. */
  const change = (page: Page, round: number): Promise<void> =>
    page.evaluate((turn) => {
      const { room } = (window as unknown as { coplane: Hook }).coplane
      const near = ['a', 'b', 'c']
      const id = near[turn % near.length]!
      const node = room.nodes.get(id)
      if (!node) {
        room.nodes.create({
          id,
          type: 'service',
          x: (turn % 3) * 150 - 1400,
          y: 130,
          w: 176,
          h: 56,
          data: { label: id },
        })
        room.edges.create({ source: [id, ''], target: ['middle', ''] })
      } else if (turn % 7 === 0) room.nodes.update(id, { data: { label: `label ${turn}`, state: 'failed' } })
      else if (turn % 11 === 0) room.nodes.update(id, { w: 140 + (turn % 5) * 20, h: 40 + (turn % 3) * 20 })
      else if (turn % 13 === 0) room.nodes.remove([id])
      else
        room.nodes.update(id, {
          x: node.x + ((turn * 37) % 90) - 44.75,
          y: node.y + ((turn * 23) % 50) - 24.5,
        })
    }, round)

  /** Keeps what the scene looks like now under a name. */
  const keep = (page: Page, name: string): Promise<void> =>
    page.evaluate((key) => {
      const canvas = document.querySelector<HTMLCanvasElement>('.stage canvas')!
      const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height)
      Object.assign(window, { [key]: data })
    }, name)

  /** How far two pictures that were kept are apart, in levels of a channel of 0 to 255. */
  const compare = (page: Page, a: string, b: string): Promise<{ most: number; visibly: number }> =>
    page.evaluate(
      ([first, second]) => {
        const kept = window as unknown as Record<string, Uint8ClampedArray>
        const [left, right] = [kept[first!]!, kept[second!]!]
        let most = 0
        let visibly = 0
        for (let at = 0; at < left.length; at += 4) {
          const apart = Math.max(
            ...[0, 1, 2].map((channel) => Math.abs(left[at + channel]! - right[at + channel]!)),
          )
          most = Math.max(most, apart)
          if (apart > 4) visibly++
        }
        return { most, visibly }
      },
      [a, b],
    )

  test.each(['centerOn', 'fit'] as const)(
    '[DP1] what is painted anew in part looks as if all had been (%s)',
    async (look) => {
      const page = await browser.open(`${server.http}/rooms/pixels-${look}?nodes=0`)
      await page.waitForFunction(() => 'coplane' in window)
      await page.evaluate(() => {
        const { room } = (window as unknown as { coplane: Hook }).coplane
        for (let index = 0; index < 160; index++)
          room.nodes.create({
            id: index === 80 ? 'middle' : `n${index}`,
            type: ['service', 'queue', 'database', 'client'][index % 4]!,
            x: ((index % 16) - 8) * 230,
            y: (Math.floor(index / 16) - 5) * 110,
            w: 176,
            h: 56,
            data: { label: `node ${index}` },
          })
        for (let index = 0; index < 79; index++)
          room.edges.create({ source: [`n${index}`, ''], target: [`n${index + 81}`, ''] })
      })
      const repaint = async (): Promise<void> => {
        await page.evaluate((how) => {
          const { view } = (window as unknown as { coplane: Hook }).coplane
          view[how]('middle')
        }, look)
        await passFrames(page, 2)
      }
      await repaint()
      await keep(page, 'before')
      let changes = 0
      for (let round = 0; round < 40; round++) {
        await change(page, round)
        await passFrames(page, 2)
        await keep(page, 'inPart')
        await repaint()
        await keep(page, 'whole')
        // Where a shape is cut off, its edge is smoothed otherwise. A card is 9,856 pixels, and its text is far from its ground.
        const { most, visibly } = await compare(page, 'inPart', 'whole')
        expect(most, `after round ${round}`).toBeLessThan(100)
        expect(visibly, `after round ${round}`).toBeLessThan(1_000)
        if ((await compare(page, 'before', 'whole')).visibly > 0) changes++
        await keep(page, 'before')
      }
      // Whoever always painted the same would pass as well.
      expect(changes).toBeGreaterThan(25)
      await page.context().close()
    },
  )
})
