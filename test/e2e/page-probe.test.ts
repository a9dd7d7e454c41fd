import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { probeScript } from '../../loadtest/scenario/page-probe.ts'
import { pageFigures } from '../../loadtest/scenario/page-figures.ts'
import type { PageTotals } from '../../loadtest/scenario/page-sample.ts'
import { ChromiumPages, passFrames } from '../support/chromium-pages.ts'
import { CoplaneProcess } from '../support/coplane-process.ts'
import { chromiumMissing, describeUnless } from '../support/requirement.ts'

/** What both pages reveal to tests. */
interface Revealed {
  readonly room: {
    readonly nodes: {
      all(): Iterable<{ readonly id: string }>
      update(id: string, to: { x: number }): boolean
    }
    readonly sync: { readonly state: string }
  }
}

describeUnless(chromiumMissing, 'the probe of the FPS load test in Chromium', () => {
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

  async function open(path: string): Promise<Page> {
    const page = await browser.open(`${server.http}${path}`, probeScript())
    await page.waitForFunction(() => 'coplane' in window)
    await page.evaluate(() => window.coplaneProbe!.start())
    return page
  }

  const edit = (page: Page, edits: number): Promise<void> =>
    page.evaluate(async (times) => {
      const { room } = (window as unknown as { coplane: Revealed }).coplane
      const [first] = room.nodes.all()
      for (let x = 1; x <= times; x++) {
        room.nodes.update(first!.id, { x })
        await new Promise(requestAnimationFrame)
      }
    }, edits)

  test('[FPS10] both pages count every frame that the server sent them and took from them', async () => {
    const demo = await open('/rooms/probe?nodes=100')
    const flow = await open('/examples/react-flow/?room=probe')
    await edit(demo, 20)
    await edit(flow, 20)

    const totals = (page: Page): Promise<PageTotals> => page.evaluate(() => window.coplaneProbe!.barrier())
    const metric = async (name: string): Promise<number> => (await server.metric(`coplane_${name}_total`))!
    // Pages ping on their own: what was sent between two looks is in the next ones.
    await expect
      .poll(async () => {
        const [a, b] = [await totals(demo), await totals(flow)]
        const received = (await metric('frame_deliveries')) + (await metric('frames_sent'))
        return {
          received: received - a.counts.frames - b.counts.frames,
          live: (await metric('live_frames_sent')) - a.counts.liveFrames - b.counts.liveFrames,
          sent: (await metric('messages_received')) - a.counts.sent - b.counts.sent,
          sentBytes: (await metric('received_bytes')) - a.counts.sentBytes - b.counts.sentBytes,
          seq: a.seq - b.seq,
        }
      })
      .toEqual({ received: 0, live: 0, sent: 0, sentBytes: 0, seq: 0 })
    const { counts } = await totals(flow)
    expect(counts).toMatchObject({ joins: 1, gaps: 0, resyncs: 0, reconnects: 0, badCloses: 0, errors: 0 })
    expect(counts.documentTicks).toBeGreaterThan(1)
    for (const page of [demo, flow]) await page.context().close()
  })

  test('[FPS11] what arrives is seen to be painted, each in one of the frames that were painted', async () => {
    const demo = await open('/rooms/paint?nodes=100')
    const flow = await open('/examples/react-flow/?room=paint')
    await passFrames(demo, 2)
    for (const page of [demo, flow]) await page.evaluate(() => window.coplaneProbe!.start())
    await edit(demo, 30)
    await flow.evaluate(() => window.coplaneProbe!.barrier())
    await passFrames(flow, 2)
    const sample = await flow.evaluate(() => window.coplaneProbe!.take())
    expect(sample.hidden).toBe(false)
    expect(sample.visibleNodes).toBeGreaterThan(0)
    expect(sample.changeSets).toBeGreaterThan(0)
    expect(sample.heapBytes).toBeGreaterThan(1e6)
    expect(sample.domNodes).toBeGreaterThan(100)
    const { receivedToPainted, frameMs } = pageFigures(sample)
    expect(receivedToPainted.count).toBeGreaterThanOrEqual(sample.changeSets)
    expect(receivedToPainted.p50).toBeGreaterThan(0)
    expect(frameMs.p50).toBeGreaterThan(5)
    for (const page of [demo, flow]) await page.context().close()
  })
})
