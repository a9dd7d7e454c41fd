import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Histogram } from '../driver/histogram.ts'
import { Ledger } from '../driver/ledger.ts'
import { LoopLag } from '../driver/loop-lag.ts'
import { Pacer } from '../driver/pacer.ts'
import { cpuShares, sampleProcess } from '../driver/process-sample.ts'
import { seededRandom } from '../driver/random.ts'
import { RoomKeeper } from '../driver/room-keeper.ts'
import { SentUpdates } from '../driver/sent-updates.ts'
import { converges } from './convergence.ts'
import { grown, readServerCounters, type ServerCounters } from './server-counters.ts'
import { SlowCrowd } from './slow-crowd.ts'
import type { SeenFigures, ServerTotals, SlowOrder, SlowReport } from './slow-order.ts'
import { SlowSampler } from './slow-sampler.ts'
import { TextEdits } from './text-edits.ts'

/** Fills a room, lets a part of it read slowly for a while, and accounts for every frame. */
export async function driveSlowReaders(order: SlowOrder): Promise<SlowReport> {
  const random = seededRandom(order.seed)
  const edits = new TextEdits(order.writers, order.editBytes, order.seed)
  const keeper = await RoomKeeper.open(order.port, order.path, random)
  await keeper.read()
  await keeper.write(edits.seed)
  keeper.close()
  await emptied(order.port)
  const before = await readServerCounters(order.port)

  const crowd = new SlowCrowd(order, random)
  await crowd.join(edits.clientIds)
  const seconds = order.warmUpSeconds + 2 * order.calmSeconds + order.slowSeconds + patienceSeconds
  const perWriter = Pacer.batchesFor(order.writers, order.rate, seconds)
  const ledger = new Ledger(order.readers.steady, new SentUpdates(order.writers, perWriter))
  crowd.note(ledger)
  const report = await Promise.race([measure(order, crowd, edits, ledger, before, random), crowd.broken])
  crowd.leave()
  return report
}

async function measure(
  order: SlowOrder,
  crowd: SlowCrowd,
  edits: TextEdits,
  ledger: Ledger,
  before: ServerCounters,
  random: () => number,
): Promise<SlowReport> {
  const { steady } = crowd
  const startUs = ledger.nowUs()
  const writing = new Pacer(order.writers, order.rate, startUs, random, (writer, batch) => {
    const message = edits.next(writer, batch)
    ledger.updates.sent(writer, batch, ledger.nowUs())
    steady[writer]!.send(message)
  })
  const pointing = new Pacer(steady.length, order.cursorRate, startUs, random, (index, count) =>
    steady[index]!.moveCursor(index * 100 + (count % 50), count % 100),
  )
  const turn = (): void => {
    const us = ledger.nowUs()
    writing.turn(us)
    pointing.turn(us)
  }
  crowd.onTurn = turn
  const lag = new LoopLag()
  const pacing = setInterval(() => {
    lag.turned(ledger.nowUs())
    turn()
  }, 1)
  const sampler = new SlowSampler(crowd, order.serverPid)
  try {
    await sleep(order.warmUpSeconds * 1000)
    const [server, own] = [sampleProcess(order.serverPid), process.cpuUsage()]
    lag.histogram.restart()
    const calmUs: [number, number] = [ledger.nowUs(), 0]
    const calmMs = performance.now()
    await sleep(order.calmSeconds * 1000)
    const slowUs: [number, number] = [(calmUs[1] = ledger.nowUs()), 0]
    const slowMs = performance.now()
    crowd.slowDown()
    await sleep(order.slowSeconds * 1000)
    slowUs[1] = ledger.nowUs()
    const recoverMs = performance.now()
    await crowd.recover()
    const catchUpMs = performance.now() - recoverMs
    const descriptors = readdirSync(`/proc/${order.serverPid}/fd`).length
    const secondCalmUs: [number, number] = [ledger.nowUs(), 0]
    await sleep(order.calmSeconds * 1000)
    secondCalmUs[1] = ledger.nowUs()
    writing.stopAt(0)
    pointing.stopAt(0)
    const serverNow = sampleProcess(order.serverPid)
    const spent = process.cpuUsage(own)
    const [loopLagP95, loopLagMax] = [lag.histogram.quantileMs(0.95), lag.histogram.max / 1000]
    const windowMs = serverNow.atMs - server.atMs
    await settled(order.port, crowd)
    const members = crowd.totals()
    const after = await readServerCounters(order.port)
    const calmRss = sampler.between(calmMs, slowMs).map(({ rssMiB }) => rssMiB)
    const slowRss = sampler.between(slowMs, recoverMs + catchUpMs).map(({ rssMiB }) => rssMiB)
    const windowUs: [number, number] = [calmUs[0], secondCalmUs[1]]
    return {
      calm: seen(ledger, calmUs, secondCalmUs),
      slow: seen(ledger, slowUs),
      join: joins(crowd),
      updatesPerSecond: ledger.deliveries(...windowUs).updates / (windowMs / 1000),
      tickMs: tickIntervals(crowd),
      bigTicks: crowd.sockets.reduce((sum, { bigTicks }) => sum + bigTicks, 0),
      ticks: members.ticks,
      members,
      server: serverTotals(before, after),
      closedReasons: crowd.closedReasons,
      reconnects: crowd.reconnects,
      catchUpMs,
      oracle: await compare(order, crowd, random),
      rssMiB: { calm: Math.max(...calmRss), peak: Math.max(...slowRss) },
      serverCpu: cpuShares(order.serverPid, server, serverNow).total,
      descriptors,
      driver: {
        cpu: (spent.user + spent.system) / 10 / windowMs,
        peakRssMiB: process.resourceUsage().maxRSS / 1024,
        loopLagP95,
        loopLagMax,
      },
      seconds: windowMs / 1000,
      series: sampler.series,
    }
  } finally {
    clearInterval(pacing)
    sampler.stop()
  }
}

/** Resolves when nobody is in any room, so that what follows is counted from nothing. */
async function emptied(port: number): Promise<void> {
  for (let left = 100; left > 0; left--) {
    if ((await readServerCounters(port)).get('coplane_members') === 0) return
    await sleep(50)
  }
  throw new Error('somebody else is on this server')
}

/** Resolves when everything was sent and everything sent was read: nothing but the answers to our questions is counted anew. */
async function settled(port: number, crowd: SlowCrowd): Promise<void> {
  let frames = -1
  for (let left = 20; left > 0; left--) {
    await sleep(250)
    await crowd.caughtUp()
    const now = totalFrames(await readServerCounters(port))
    // Between two looks every member was told its PONG.
    if (now - frames === crowd.memberCount) return
    frames = now
  }
  throw new Error('the server does not stop sending')
}

function totalFrames(counters: ServerCounters): number {
  return (
    (counters.get('coplane_frame_deliveries_total') ?? 0) + (counters.get('coplane_frames_sent_total') ?? 0)
  )
}

function seen(ledger: Ledger, ...windows: readonly [number, number][]): SeenFigures {
  const latency = new Histogram()
  let lost = 0
  for (const [from, to] of windows) {
    const deliveries = ledger.deliveries(from, to)
    lost += deliveries.lost
    latency.merge(deliveries.latency)
  }
  return { ...latency.summary(), count: latency.count, lost }
}

function tickIntervals({ steady }: SlowCrowd): SlowReport['tickMs'] {
  const named = [...steady[0]!.tickMs].sort((a, b) => a - b)
  const at = (q: number): number => named[Math.floor(q * (named.length - 1))] ?? NaN
  return { least: at(0), median: at(0.5), most: at(1) }
}

function joins(crowd: SlowCrowd): SlowReport['join'] {
  const histogram = new Histogram(20_000_000)
  for (const { joinMs } of crowd.sockets) histogram.add(Math.round(joinMs * 1000))
  return { ...histogram.summary(), count: histogram.count }
}

function serverTotals(from: ServerCounters, to: ServerCounters): ServerTotals {
  const total = (name: string, labels = ''): number => grown(`coplane_${name}_total${labels}`, from, to)
  const dropped = (reason: string): number => total('frames_dropped', `{reason="${reason}"}`)
  return {
    frames: total('frame_deliveries') + total('frames_sent'),
    ticks: total('frame_deliveries'),
    documentTicks: total('document_deliveries'),
    liveFrames: total('live_frames_sent'),
    liveSkipped: dropped('live'),
    resyncs: total('resyncs'),
    skipped: dropped('lag'),
    forgone: dropped('closed'),
    lost: dropped('limit'),
  }
}

async function compare(
  order: SlowOrder,
  crowd: SlowCrowd,
  random: () => number,
): Promise<SlowReport['oracle']> {
  const keeper = await RoomKeeper.open(order.port, order.path, random)
  const expected = await keeper.read()
  keeper.close()
  const records = crowd.records()
  return { clients: records.length, equal: records.every((frames) => converges(frames, expected)) }
}

/** The slow ones may need so long to catch up; edits are planned for that as well. */
const patienceSeconds = 30
