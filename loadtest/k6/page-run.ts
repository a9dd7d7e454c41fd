import { browser, type Page } from 'k6/browser'
import { countsSince } from '../scenario/vu-counts.ts'
import { pageReport, pageUrl, type PageCell } from '../scenario/page-cell.ts'
import { pageFigures } from '../scenario/page-figures.ts'
import { probeScript } from '../scenario/page-probe.ts'
import { roomName } from '../scenario/room-name.ts'
import { LatencyHistogram } from '../scenario/latency-histogram.ts'
import type { PageReport } from '../report/run-report.ts'
import type { VuCounts } from '../scenario/vu-message.ts'
import { CollectorLink } from './collector-link.ts'
import { addPage, pageFailed } from './page-metrics.ts'
import { Timeline } from './timeline.ts'
import type { VuPart } from './vu-run.ts'

/** A browser that looks at the room of a cell while the others play in it: one more member, who only watches. */
export class PageRun {
  private readonly part: VuPart
  private readonly cell: PageCell
  private readonly timeline: Timeline
  private readonly link: CollectorLink
  private readonly going: Promise<void>
  private readonly closed: Promise<void>
  private isClosed = false
  private reported: VuCounts | undefined

  constructor(part: VuPart, cell: PageCell) {
    this.part = part
    this.cell = cell
    this.timeline = new Timeline(part.startMs, part.options)
    this.link = new CollectorLink(part.collectorUrl)
    this.going = new Promise((resolve) => {
      this.link.onGo = resolve
      if (!this.link.isThere) resolve()
    })
    this.closed = new Promise((resolve) => {
      this.link.onClose = () => {
        this.isClosed = true
        resolve()
      }
    })
    this.link.send({ kind: 'hello', cell: cell.name, vu: part.vu, sockets: 1 })
  }

  /** Ends when the page is closed; what went wrong is told and fails the run. */
  async run(): Promise<void> {
    const context = await browser.newContext({ viewport })
    try {
      await context.addInitScript(probeScript())
      // A collector first reads the server's counters, while no socket is open.
      await this.going
      await this.show(await context.newPage())
    } catch (error) {
      this.failed(error instanceof Error ? error.message : String(error))
    } finally {
      await context.close()
      this.link.end()
    }
  }

  private async show(page: Page): Promise<void> {
    const { cell, part, timeline } = this
    const origin = part.serverUrl.replace(/^ws/, 'http')
    await page.goto(pageUrl(cell, origin, roomName(part.runId, cell, 0)))
    await page.waitForFunction(() => 'coplane' in window)
    const report = await this.look(page)
    await until(timeline.endMs + timeline.settleMs)
    const { counts, seq } = await page.evaluate(() => window.coplaneProbe!.barrier())
    const { vu } = part
    if (report) {
      addPage(report)
      this.link.send({ kind: 'page', cell: cell.name, vu, report })
    }
    this.tellCounts(counts)
    this.link.send({ kind: 'quiet', cell: cell.name, vu, totals: counts, seqs: [seq] })
    const patience = setTimeout(() => this.link.onClose(), this.link.isThere ? closeWithinMs : 0)
    // The page pings on its own: whoever compares to the frame has to hear of the answers.
    while (!this.isClosed) {
      await Promise.race([this.closed, until(Date.now() + retellMs)])
      if (!this.isClosed) this.tellCounts(await page.evaluate(() => window.coplaneProbe!.counts()))
    }
    clearTimeout(patience)
  }

  /** Watches the page through the measured window. @returns undefined for one that cannot be judged; the others go on with their cells. */
  private async look(page: Page): Promise<PageReport | undefined> {
    const { cell, timeline } = this
    await until(timeline.measuredFromMs)
    await page.evaluate(() => window.coplaneProbe!.start())
    // Started a moment late, it is to see its last second as a whole.
    await until(timeline.measuredToMs + graceMs)
    const sample = await page.evaluate(() => window.coplaneProbe!.take())
    if (sample.hidden) return this.failed('was hidden, and a hidden page paints nothing')
    if (sample.endedMs - sample.startedMs < leastSeconds * 1_000)
      return this.failed('took until the end of the measured window to open: raise WARMUP_S')
    if (__ENV['SCREENSHOTS']) await page.screenshot({ path: `${__ENV['SCREENSHOTS']}/${cell.name}.png` })
    return pageReport(cell, pageFigures(sample))
  }

  /** Fails the run, by k6's threshold. */
  private failed(why: string): undefined {
    const message = `the page: ${why}`
    console.error(`${this.cell.name}: ${message}`)
    this.link.send({ kind: 'trouble', cell: this.cell.name, vu: this.part.vu, message })
    pageFailed()
  }

  private tellCounts(counts: VuCounts): void {
    const since = countsSince(counts, this.reported)
    this.reported = counts
    this.link.send({
      kind: 'second',
      cell: this.cell.name,
      vu: this.part.vu,
      atMs: Date.now(),
      measured: false,
      edit: none,
      cursor: none,
      event: none,
      join: none,
      lag: none,
      counts: since,
    })
  }
}

function until(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, Math.max(0, ms - Date.now()))
  })
}

/** A small notebook's window. */
const viewport = { width: 1280, height: 800 } as const
/** Of which FPS can be told. */
const leastSeconds = 1
const retellMs = 300
const graceMs = 200
/** For the collector to have heard everybody and read the server's counters. */
const closeWithinMs = 20_000
const none = new LatencyHistogram().packed()
