import { readdirSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { LoopLag } from '../driver/loop-lag.ts'
import { Pacer } from '../driver/pacer.ts'
import { cpuShares, sampleProcess } from '../driver/process-sample.ts'
import { seededRandom } from '../driver/random.ts'
import { grown, readServerCounters, type ServerCounters } from './server-counters.ts'
import type { ServerTotals, SlowOrder, SlowReport } from './slow-order.ts'
import { SlowRoom } from './slow-room.ts'
import { SlowRooms } from './slow-rooms.ts'
import { SlowSampler } from './slow-sampler.ts'

/** Fills rooms, lets a part of their members read slowly for a while, and accounts for every frame. */
export async function driveSlowReaders(order: SlowOrder): Promise<SlowReport> {
  const random = seededRandom(order.seed)
  const seconds = order.warmUpSeconds + 2 * order.calmSeconds + order.slowSeconds + patienceSeconds
  const list = Array.from({ length: order.rooms }, (_, index) => new SlowRoom(order, index, seconds, random))
  for (const room of list) await room.seed()
  await emptied(order.port)
  const before = await readServerCounters(order.port)
  for (const room of list) await room.join()
  const rooms = new SlowRooms(list)
  const report = await Promise.race([measure(order, list, rooms, before, random), rooms.broken])
  rooms.leave()
  return report
}

async function measure(
  order: SlowOrder,
  list: readonly SlowRoom[],
  rooms: SlowRooms,
  before: ServerCounters,
  random: () => number,
): Promise<SlowReport> {
  const nowUs = (): number => list[0]!.ledger.nowUs()
  const startUs = nowUs()
  const { writers, rate, cursorRate } = order
  const writing = new Pacer(writers * list.length, rate * list.length, startUs, random, (writer, batch) =>
    list[writer % list.length]!.edit(Math.floor(writer / list.length), batch),
  )
  const { steady } = order.readers
  const pointing = new Pacer(
    steady * list.length,
    cursorRate * list.length,
    startUs,
    random,
    (member, count) => {
      const index = Math.floor(member / list.length)
      list[member % list.length]!.crowd.steady[index]!.moveCursor(index * 100 + (count % 50), count % 100)
    },
  )
  const turn = (): void => {
    const us = nowUs()
    writing.turn(us)
    pointing.turn(us)
  }
  for (const { crowd } of list) crowd.onTurn = turn
  const lag = new LoopLag()
  const pacing = setInterval(() => {
    lag.turned(nowUs())
    turn()
  }, 1)
  const sampler = new SlowSampler(rooms, order.serverPid)
  try {
    await sleep(order.warmUpSeconds * 1000)
    const [server, own] = [sampleProcess(order.serverPid), process.cpuUsage()]
    lag.histogram.restart()
    const calmUs: [number, number] = [nowUs(), 0]
    const calmMs = performance.now()
    await sleep(order.calmSeconds * 1000)
    const slowUs: [number, number] = [(calmUs[1] = nowUs()), 0]
    const slowMs = performance.now()
    rooms.slowDown()
    await sleep(order.slowSeconds * 1000)
    slowUs[1] = nowUs()
    const recoverMs = performance.now()
    await rooms.recover()
    const catchUpMs = performance.now() - recoverMs
    const descriptors = readdirSync(`/proc/${order.serverPid}/fd`).length
    const secondCalmUs: [number, number] = [nowUs(), 0]
    await sleep(order.calmSeconds * 1000)
    secondCalmUs[1] = nowUs()
    writing.stopAt(0)
    pointing.stopAt(0)
    const serverNow = sampleProcess(order.serverPid)
    const spent = process.cpuUsage(own)
    const [loopLagP95, loopLagMax] = [lag.histogram.quantileMs(0.95), lag.histogram.max / 1000]
    const windowMs = serverNow.atMs - server.atMs
    await settled(order.port, rooms)
    const members = rooms.totals()
    const after = await readServerCounters(order.port)
    const calmRss = sampler.between(calmMs, slowMs).map(({ rssMiB }) => rssMiB)
    const slowRss = sampler.between(slowMs, recoverMs + catchUpMs).map(({ rssMiB }) => rssMiB)
    const windowUs: [number, number] = [calmUs[0], secondCalmUs[1]]
    return {
      calm: rooms.seen(calmUs, secondCalmUs),
      slow: rooms.seen(slowUs),
      join: rooms.joins(),
      updatesPerSecond: rooms.updates(...windowUs) / (windowMs / 1000),
      tickMs: rooms.tickIntervals(),
      bigTicks: rooms.sockets.reduce((sum, { bigTicks }) => sum + bigTicks, 0),
      ticks: members.ticks,
      members,
      server: serverTotals(before, after),
      closedReasons: rooms.closedReasons,
      reconnects: rooms.reconnects,
      catchUpMs,
      oracle: await rooms.compare(),
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
async function settled(port: number, rooms: SlowRooms): Promise<void> {
  let frames = -1
  for (let left = 20; left > 0; left--) {
    await sleep(250)
    await rooms.caughtUp()
    const now = totalFrames(await readServerCounters(port))
    // Between two looks every member was told its PONG.
    if (now - frames === rooms.memberCount) return
    frames = now
  }
  throw new Error('the server does not stop sending')
}

function totalFrames(counters: ServerCounters): number {
  return (
    (counters.get('coplane_frame_deliveries_total') ?? 0) + (counters.get('coplane_frames_sent_total') ?? 0)
  )
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

/** The slow ones may need so long to catch up; edits are planned for that as well. */
const patienceSeconds = 30
