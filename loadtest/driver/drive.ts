import { setTimeout as sleep } from 'node:timers/promises'
import { encodeClientFrame } from './client-frame.ts'
import { sampleCpus } from './cpu-sample.ts'
import { Crowd } from './crowd.ts'
import type { DriverOrder, DriverReport } from './driver-report.ts'
import { Ledger } from './ledger.ts'
import { LoopLag } from './loop-lag.ts'
import { misplacedNodes } from './misplaced-nodes.ts'
import { moveCursors } from './cursor-moves.ts'
import { makeMoves, type Writer } from './moves.ts'
import { Pacer } from './pacer.ts'
import { sampleProcess } from './process-sample.ts'
import { seededRandom } from './random.ts'
import { makeReport, type Edge } from './report-figures.ts'
import { RoomKeeper } from './room-keeper.ts'
import { SentUpdates } from './sent-updates.ts'

/**
 * Seeds the room, fills it, sends moves through a warm-up and a measured window, and accounts for every
 * delivery.
 */
export async function drive(order: DriverOrder): Promise<DriverReport> {
  const random = seededRandom(order.seed)
  const writerCount = Math.min(order.sessions, order.nodes)
  const seconds = order.warmUpSeconds + order.seconds + tailSeconds
  const perWriter = Pacer.batchesFor(writerCount, order.rate, seconds)
  const { seed, writers } = makeMoves(order.nodes, writerCount, perWriter, order.seed)
  if (order.subject === 'coplane') await seedRoom(order, seed, random)

  const crowd = new Crowd(order)
  await crowd.join(writers, random)
  await sleep(settleMs)
  const ledger = new Ledger(order.sessions, new SentUpdates(writerCount, perWriter))
  crowd.record(ledger)
  const report = await Promise.race([measure(order, crowd, ledger, writers, random), crowd.broken])
  // The load's very last updates are in no window; the server holds them back for a tick before its document has them.
  await sleep(settleMs)
  const misplaced =
    order.subject === 'coplane' ? await countMisplaced(order, writers, ledger.updates, random) : undefined
  crowd.leave()
  return { ...report, misplaced }
}

async function measure(
  order: DriverOrder,
  crowd: Crowd,
  ledger: Ledger,
  writers: readonly Writer[],
  random: () => number,
): Promise<DriverReport> {
  const frames = writers.map(({ messages }) =>
    messages.map((each) => encodeClientFrame(each, random() * 2 ** 32)),
  )
  const startUs = ledger.nowUs()
  const pacer = new Pacer(writers.length, order.rate, startUs, random, (writer, batch) => {
    ledger.updates.sent(writer, batch, ledger.nowUs())
    crowd.write(writer, frames[writer]![batch - 1]!)
  })
  const cursors =
    order.cursorHz > 0
      ? moveCursors(order.sessions, order.cursorHz, startUs, random, (session, frame) =>
          crowd.write(session, frame),
        )
      : undefined
  const lag = new LoopLag()
  const turn = (us: number): void => {
    pacer.turn(us)
    cursors?.turn(us)
  }
  crowd.onTurn = turn
  const pacing = setInterval(() => {
    const us = ledger.nowUs()
    lag.turned(us)
    turn(us)
  }, 1)
  try {
    await sleep(order.warmUpSeconds * 1000)
    lag.histogram.restart()
    pacer.lateness.restart()
    const from = edgeNow(order.serverPid, ledger)
    await sleep(order.seconds * 1000)
    const to = edgeNow(order.serverPid, ledger)
    const loopLagP95 = lag.histogram.quantileMs(0.95)
    const sendLatenessP95 = pacer.lateness.quantileMs(0.95)
    pacer.stopAt(to.us + tailSeconds * 1e6)
    cursors?.stopAt(to.us + tailSeconds * 1e6)
    await sleep(tailSeconds * 1000)
    for (let left = stragglerMs / pollMs; left > 0 && !ledger.isComplete(from.us, to.us); left--)
      await sleep(pollMs)
    return makeReport(order, ledger, crowd.joins, from, to, { loopLagP95, sendLatenessP95 })
  } finally {
    clearInterval(pacing)
  }
}

function edgeNow(serverPid: number, ledger: Ledger): Edge {
  return { us: ledger.nowUs(), server: sampleProcess(serverPid), own: process.cpuUsage(), cpus: sampleCpus() }
}

async function seedRoom(order: DriverOrder, seed: Uint8Array, random: () => number): Promise<void> {
  const keeper = await RoomKeeper.open(order.port, order.path, random)
  await keeper.read()
  await keeper.write(seed)
  keeper.close()
}

/** Joins once more and looks whether every node is where its writer's last update put it. */
async function countMisplaced(
  order: DriverOrder,
  writers: readonly Writer[],
  updates: SentUpdates,
  random: () => number,
): Promise<number> {
  const keeper = await RoomKeeper.open(order.port, order.path, random)
  const doc = await keeper.read()
  keeper.close()
  return misplacedNodes(doc, writers, (writer) => updates.newestOf(writer))
}

/** The load goes on a little beyond the window, so that its end is as busy as its middle. */
const tailSeconds = 0.5
/** After the last join, and after the last update, the room is left alone for this long. */
const settleMs = 1_000
/** How long the last deliveries are waited for before they count as lost. */
const stragglerMs = 5_000
const pollMs = 100
