import { FrameType } from '../../client-sdk/src/protocol/frame-type.ts'
import { laneBits } from '../../client-sdk/src/protocol/tick.ts'
import type { PageProbe, PageSample, PageTotals, ProbedWire } from './page-sample.ts'
import { nothingCounted } from './vu-counts.ts'
import type { VuCounts } from './vu-message.ts'

declare global {
  interface Window {
    coplaneProbe?: PageProbe
  }
}

/** What a page reveals of itself to tests (its `test-hook`). */
interface RevealedPage {
  readonly coplane?: {
    readonly view: { readonly counters: { readonly changeSets: number; readonly visibleNodes: number } }
  }
}

/** The text of a script that has to run before any other one of the page. */
export function probeScript(): string {
  const wire: ProbedWire = {
    ...FrameType,
    shownLanes: laneBits.document | laneBits.gesture,
    documentLane: laneBits.document,
    eventLane: laneBits.event,
  }
  return `(${probe.toString()})(${JSON.stringify(wire)}, ${JSON.stringify(nothingCounted)})`
}

/**
 * Runs in the page: counts what its sockets carry and how it paints. It sees no sooner than the page itself that a frame
 * arrived: what waited behind a long task shows in the frame times and in the long tasks.
 */
function probe(wire: ProbedWire, counts: { -readonly [Name in keyof VuCounts]: number }): void {
  let seq = 0
  let pings = 0
  let pongs = 0
  let barrierPassed: (() => void) | undefined
  let current: WebSocket | undefined

  /** Since the start of the look. */
  let frames: number[] = []
  let painted: number[] = []
  let longTasks: number[] = []
  let startedMs = 0
  let hidden = false
  let heapBytes = 0
  let before = { changeSets: 0, liveFrames: 0, gaps: 0 }
  /** Arrivals that the next animation frame will paint. */
  let arrivals: number[] = []

  const opened = (socket: WebSocket): void => {
    if (current) counts.reconnects++
    current = socket
  }

  const readTick = (view: DataView): void => {
    // TICK: type, lanes u8, tickMs u16, seq u32, durableSeq u32.
    const lanes = view.getUint8(1)
    const tickMs = view.getUint16(2, true)
    const next = view.getUint32(4, true)
    counts.ticks++
    if ((lanes & wire.documentLane) !== 0) counts.documentTicks++
    if ((lanes & wire.eventLane) !== 0) countEvents(view, lanes)
    counts.tickMsLeast = counts.tickMsLeast === 0 ? tickMs : Math.min(counts.tickMsLeast, tickMs)
    counts.tickMsMost = Math.max(counts.tickMsMost, tickMs)
    if (next !== seq + 1) counts.gaps += Math.max(1, next - seq - 1)
    seq = next
    if ((lanes & wire.shownLanes) !== 0) arrivals.push(performance.now())
  }

  const countEvents = (view: DataView, lanes: number): void => {
    counts.eventTicks++
    let at = 12
    if ((lanes & wire.documentLane) !== 0) at += 4 + view.getUint32(at, true)
    const end = at + 4 + view.getUint32(at, true)
    // Event entry: seq u32, member u16, n u32, n bytes.
    for (at += 4; at < end; at += 10 + view.getUint32(at + 6, true)) counts.events++
  }

  const receive = (socket: ProbedSocket, data: ArrayBuffer): void => {
    const view = new DataView(data)
    counts.frames++
    counts.bytes += view.byteLength
    switch (view.getUint8(0)) {
      case wire.tick:
        readTick(view)
        return
      case wire.live:
        counts.liveFrames++
        arrivals.push(performance.now())
        return
      case wire.overview:
        // Of the live lane as well; only a small map shows it.
        counts.liveFrames++
        return
      case wire.sync:
        // SYNC: type, flags u8 whose lowest bit says "last", seq u32.
        if ((view.getUint8(1) & 1) === 0) return
        seq = view.getUint32(2, true)
        if (socket.isJoined) counts.resyncs++
        else counts.joins++
        socket.isJoined = true
        return
      case wire.error:
        counts.errors++
        return
      case wire.pong:
        if (++pongs >= pings) barrierPassed?.()
    }
  }

  class ProbedSocket extends WebSocket {
    isJoined = false

    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols)
      opened(this)
      // Before the page's own handler, which may change the canvas at once.
      this.addEventListener('message', ({ data }) => receive(this, data as ArrayBuffer))
      this.addEventListener('close', () => {
        if (this.isJoined) counts.badCloses++
        else counts.failedJoins++
      })
    }

    override send(data: Uint8Array<ArrayBuffer>): void {
      super.send(data)
      counts.sent++
      counts.sentBytes += data.byteLength
      const type = data[0]
      if (type === wire.update) counts.updatesSent++
      else if (type === wire.cursor) counts.cursorsSent++
      else if (type === wire.event) counts.eventsSent++
      else if (type === wire.ping) pings++
    }
  }
  Object.defineProperty(window, 'WebSocket', { value: ProbedSocket })

  // A task that is posted in an animation frame runs after the frame was laid out and painted.
  const afterPaint = new MessageChannel()
  const inPaint: number[][] = []
  afterPaint.port1.onmessage = () => {
    const nowMs = performance.now()
    for (const arrivedMs of inPaint.shift() ?? []) painted.push(nowMs - arrivedMs)
  }
  const frame = (nowMs: number): void => {
    frames.push(nowMs)
    hidden ||= document.hidden
    if (arrivals.length > 0) {
      inPaint.push(arrivals)
      arrivals = []
      afterPaint.port2.postMessage(0)
    }
    requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) longTasks.push(duration)
  }).observe({ entryTypes: ['longtask'] })

  const counters = (): { readonly changeSets: number; readonly visibleNodes: number } =>
    (window as unknown as RevealedPage).coplane?.view.counters ?? { changeSets: 0, visibleNodes: 0 }
  const heap = (): number =>
    (performance as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? 0
  setInterval(() => {
    heapBytes = Math.max(heapBytes, heap())
  }, 1_000)

  window.coplaneProbe = {
    start() {
      frames = []
      painted = []
      longTasks = []
      startedMs = performance.now()
      hidden = document.hidden
      heapBytes = heap()
      before = { changeSets: counters().changeSets, liveFrames: counts.liveFrames, gaps: counts.gaps }
    },
    take(): PageSample {
      const { changeSets, visibleNodes } = counters()
      return {
        startedMs,
        endedMs: performance.now(),
        frames,
        painted,
        longTasks,
        changeSets: changeSets - before.changeSets,
        liveFrames: counts.liveFrames - before.liveFrames,
        gaps: counts.gaps - before.gaps,
        visibleNodes,
        heapBytes,
        domNodes: document.getElementsByTagName('*').length,
        hidden,
      }
    },
    counts: () => counts,
    barrier() {
      return new Promise<PageTotals>((resolve, reject) => {
        if (!current || current.readyState !== WebSocket.OPEN) {
          reject(new Error('the page has no socket'))
          return
        }
        barrierPassed = () => {
          barrierPassed = undefined
          resolve({ counts, seq })
        }
        // The nonce is what the SDK sends as well: milliseconds, from which it takes the round trip.
        const nonce = Math.floor(performance.now())
        const ping = new DataView(new ArrayBuffer(5))
        ping.setUint8(0, wire.ping)
        ping.setUint32(1, nonce, true)
        current.send(new Uint8Array(ping.buffer))
      })
    },
  }
}
