import { setTimeout as sleep } from 'node:timers/promises'
import { decodeUpdate } from '@coplane/client/protocol/update'
import type * as Y from 'yjs'
import { encodeClientFrame } from '../../driver/client-frame.ts'
import { driverLoad } from '../../driver/driver-load.ts'
import { LoopLag } from '../../driver/loop-lag.ts'
import { misplacedNodes } from '../../driver/misplaced-nodes.ts'
import { makeMoves, type Writer } from '../../driver/moves.ts'
import { Pacer } from '../../driver/pacer.ts'
import { cpuShares, peakRssMiB, sampleProcess, type ProcessSample } from '../../driver/process-sample.ts'
import { seededRandom } from '../../driver/random.ts'
import { DeliveryLedger } from './delivery-ledger.ts'
import { StockCrowd, type Ledgers } from './stock-crowd.ts'
import { stockDialects, updateMessage } from './stock-dialect.ts'
import { StockKeeper } from './stock-keeper.ts'
import type { LaneFigures, StockOrder, StockReport } from './stock-order.ts'

/** All clocks at one end of the measured window. */
interface Edge {
  readonly us: number
  readonly server: ProcessSample
  readonly own: NodeJS.CpuUsage
  readonly documentArrivals: number
  readonly cursorArrivals: number
}

/**
 * Seeds the room, fills it, sends moves and cursors through a warm-up and a measured window, and accounts for
 * every delivery.
 */
export async function driveStock(order: StockOrder): Promise<StockReport> {
  const random = seededRandom(order.seed)
  const writerCount = Math.min(order.sessions, order.nodes)
  const perWriter = Pacer.batchesFor(writerCount, order.rate, loadSeconds(order))
  const { seed, writers } = makeMoves(order.nodes, writerCount, perWriter, order.seed)
  const dialect = stockDialects[order.dialect]
  // Hocuspocus forgets a document that nobody has open, so the keeper stays until everybody is in.
  const keeper = await StockKeeper.open(order.port, dialect)
  await keeper.read()
  await keeper.write(seed, (doc) => doc.getMap('nodes').size === order.nodes)

  const crowd = new StockCrowd(order, seed.length, writers, random)
  await crowd.join(random)
  keeper.close()
  await sleep(settleMs)
  const ledgers = makeLedgers(order, writerCount, perWriter)
  crowd.record(ledgers)
  const report = await Promise.race([measure(order, crowd, ledgers, writers, random), crowd.broken])
  // The load's very last updates are in no window; a server may hold them back for a tick before its document has them.
  await sleep(settleMs)
  const misplaced =
    report.document.lost === 0
      ? misplacedNodes(await readBack(order), writers, (writer) => ledgers.document.newestOf(writer))
      : undefined
  crowd.leave()
  return { ...report, misplaced }
}

async function measure(
  order: StockOrder,
  crowd: StockCrowd,
  ledgers: Ledgers,
  writers: readonly Writer[],
  random: () => number,
): Promise<StockReport> {
  const dialect = stockDialects[order.dialect]
  const frames = writers.map(({ messages }) =>
    messages.map((each) =>
      encodeClientFrame(updateMessage(dialect, decodeUpdate(each)!.update), random() * 2 ** 32),
    ),
  )
  const startUs = ledgers.nowUs()
  const moves = new Pacer(writers.length, order.rate, startUs, random, (writer, batch) => {
    ledgers.document.sent(writer, batch, ledgers.nowUs())
    crowd.write(writer, frames[writer]![batch - 1]!)
  })
  const cursors =
    order.cursorHz > 0
      ? new Pacer(order.sessions, order.sessions * order.cursorHz, startUs, random, (session, number) => {
          ledgers.cursors.sent(session, number, ledgers.nowUs())
          crowd.moveCursor(session, number)
        })
      : undefined
  const lag = new LoopLag()
  const turn = (us: number): void => {
    moves.turn(us)
    cursors?.turn(us)
  }
  crowd.onTurn = turn
  const pacing = setInterval(() => {
    const us = ledgers.nowUs()
    lag.turned(us)
    turn(us)
  }, 1)
  try {
    await sleep(order.warmUpSeconds * 1000)
    lag.histogram.restart()
    moves.lateness.restart()
    const from = edgeNow(order.serverPid, ledgers)
    ledgers.document.openWindow(from.us)
    ledgers.cursors.openWindow(from.us)
    await sleep(order.seconds * 1000)
    const to = edgeNow(order.serverPid, ledgers)
    ledgers.document.closeWindow(to.us)
    ledgers.cursors.closeWindow(to.us)
    const loopLagP95 = lag.histogram.quantileMs(0.95)
    const sendLatenessP95 = moves.lateness.quantileMs(0.95)
    moves.stopAt(to.us + tailSeconds * 1e6)
    cursors?.stopAt(to.us + tailSeconds * 1e6)
    await sleep(tailSeconds * 1000)
    for (let left = stragglerMs / pollMs; left > 0 && !isComplete(ledgers); left--) await sleep(pollMs)
    return {
      document: laneFigures(ledgers.document, to.documentArrivals - from.documentArrivals),
      cursors: cursors && laneFigures(ledgers.cursors, to.cursorArrivals - from.cursorArrivals),
      join: crowd.joins.summary(),
      serverCpu: cpuShares(order.serverPid, from.server, to.server),
      serverPeakRssMiB: peakRssMiB(order.serverPid),
      driver: driverLoad(from, to, { loopLagP95, sendLatenessP95 }),
      misplaced: undefined,
    }
  } finally {
    clearInterval(pacing)
  }
}

function makeLedgers(order: StockOrder, writers: number, perWriter: number): Ledgers {
  const startMs = performance.now()
  const { sessions, cursorHz } = order
  const cursorsEach = cursorHz > 0 ? Pacer.batchesFor(sessions, sessions * cursorHz, loadSeconds(order)) : 0
  return {
    document: new DeliveryLedger(sessions, writers, perWriter),
    cursors: new DeliveryLedger(sessions, cursorHz > 0 ? sessions : 0, cursorsEach),
    nowUs: () => 1 + Math.round((performance.now() - startMs) * 1000),
  }
}

function laneFigures(ledger: DeliveryLedger, arrivedInWindow: number): LaneFigures {
  return {
    sent: ledger.sentInWindow,
    pairs: ledger.pairs,
    delivered: ledger.latency.count,
    lost: ledger.pairs - ledger.latency.count,
    arrivedInWindow,
    latency: ledger.latency.summary(),
  }
}

function edgeNow(serverPid: number, ledgers: Ledgers): Edge {
  const { document, cursors } = ledgers
  return {
    us: ledgers.nowUs(),
    server: sampleProcess(serverPid),
    own: process.cpuUsage(),
    documentArrivals: document.arrivals,
    cursorArrivals: cursors.arrivals,
  }
}

function isComplete({ document, cursors }: Ledgers): boolean {
  return document.isComplete && cursors.isComplete
}

async function readBack(order: StockOrder): Promise<Y.Doc> {
  const keeper = await StockKeeper.open(order.port, stockDialects[order.dialect])
  const doc = await keeper.read()
  keeper.close()
  return doc
}

function loadSeconds(order: StockOrder): number {
  return order.warmUpSeconds + order.seconds + tailSeconds
}

/** The load goes on a little beyond the window, so that its end is as busy as its middle. */
const tailSeconds = 0.5
/** After the last join, and after the last update, the room is left alone for this long. */
const settleMs = 1_000
/** How long the last deliveries are waited for before they count as lost. */
const stragglerMs = 5_000
const pollMs = 100
