import type { Buffer } from 'node:buffer'
import { setTimeout as sleep } from 'node:timers/promises'
import { liveBits } from '@coplane/client/protocol/live'
import { Histogram } from '../../../loadtest/driver/histogram.ts'
import { Pacer } from '../../../loadtest/driver/pacer.ts'
import { cpuShares, peakRssMiB, sampleProcess } from '../../../loadtest/driver/process-sample.ts'
import { seededRandom } from '../../../loadtest/driver/random.ts'
import type { LiveOrder, LiveReport } from './live-report.ts'
import { Mover, type MoverWatcher } from './mover.ts'
import { Plane } from './plane.ts'

/** Steps after which a cursor is back where it began; a step's number is its distance from there. */
const steps = 1024
/** Of the LIVE frames one in so many is read for latency: reading all would make the driver the bottleneck. */
const sampledFrames = 16

/** Fills a room with members who all move, and counts what each is told of the others. */
export async function driveLive(order: LiveOrder): Promise<LiveReport> {
  const random = seededRandom(order.seed)
  const plane = new Plane(order.sessions, order.seen, random)
  const found = new Found(order.sessions, plane)
  const movers: Mover[] = []
  const startMs = performance.now()
  for (let index = 0; index < order.sessions; index++) {
    const waitMs = startMs + (index * 1000) / order.joinsPerSecond - performance.now()
    if (waitMs > 1) await sleep(waitMs)
    movers.push(new Mover(index, order.port, order.path, plane, random, found))
  }
  await Promise.race([found.everybody, found.broken])
  for (const [index, { member }] of movers.entries()) found.indexOf[member] = index
  const pacer = new Pacer(order.sessions, order.sessions * order.hz, nowUs(), random, (index, count) => {
    found.sent(index, count % steps)
    movers[index]!.move(count % steps)
  })
  const turning = setInterval(() => pacer.turn(nowUs()), 1)
  found.onTurn = () => pacer.turn(nowUs())
  try {
    await Promise.race([sleep(order.warmUpSeconds * 1000), found.broken])
    pacer.lateness.restart()
    found.restart()
    const from = sampleProcess(order.serverPid)
    const own = process.cpuUsage()
    await Promise.race([sleep(order.seconds * 1000), found.broken])
    const to = sampleProcess(order.serverPid)
    const spent = process.cpuUsage(own)
    const seconds = (to.atMs - from.atMs) / 1000
    return {
      bytesPerSecond: found.bytes / seconds,
      framesPerSecond: found.frames / seconds,
      cursorsPerFrame: found.cursors / found.frames,
      latency: found.latency.summary(),
      movesPerSecond: found.moves / seconds,
      serverCpu: cpuShares(order.serverPid, from, to).total,
      serverPeakRssMiB: peakRssMiB(order.serverPid),
      driverCpu: (spent.user + spent.system) / 10_000 / seconds,
      sendLatenessP95: pacer.lateness.quantileMs(0.95),
    }
  } finally {
    clearInterval(turning)
    for (const mover of movers) mover.close()
  }
}

function nowUs(): number {
  return performance.now() * 1000
}

/** What all members were told. */
class Found implements MoverWatcher {
  bytes = 0
  frames = 0
  cursors = 0
  moves = 0
  readonly latency = new Histogram()
  /** By the server's index. */
  readonly indexOf: number[] = []
  onTurn: () => void = () => undefined
  readonly everybody: Promise<void>
  readonly broken: Promise<never>
  private missing: number
  private allJoined: () => void = () => undefined
  private fail: (error: Error) => void = () => undefined
  private readonly sentUs: Float64Array
  private readonly plane: Plane

  constructor(sessions: number, plane: Plane) {
    this.missing = sessions
    this.plane = plane
    this.sentUs = new Float64Array(sessions * steps)
    this.everybody = new Promise((resolve) => {
      this.allJoined = resolve
    })
    this.broken = new Promise((_, reject) => {
      this.fail = reject
    })
    this.broken.catch(() => undefined)
  }

  restart(): void {
    this.bytes = this.frames = this.cursors = this.moves = 0
    this.latency.restart()
  }

  sent(index: number, step: number): void {
    this.sentUs[index * steps + step] = nowUs()
    this.moves++
  }

  joined(): void {
    if (--this.missing === 0) this.allJoined()
  }

  lost(reason: string): void {
    this.fail(new Error(`a session lost its socket: ${reason}`))
  }

  arrived(byteLength: number): void {
    this.bytes += byteLength
  }

  live(bytes: Buffer, start: number): void {
    this.frames++
    if (this.frames % sampledFrames === 0) this.onTurn()
    if ((bytes[start + 1]! & liveBits.near) === 0) return
    // LIVE: type, flags, liveMs u16, origin x and y i32, shift u8, count u16, then member u16, dx and dy i16 each.
    const count = bytes.readUInt16LE(start + 13)
    this.cursors += count
    if (this.frames % sampledFrames !== 0) return
    const us = nowUs()
    const originX = bytes.readInt32LE(start + 4)
    const step = 2 ** bytes[start + 12]!
    for (let at = start + 15, left = count; left > 0; left--, at += 6) {
      const index = this.indexOf[bytes.readUInt16LE(at)]
      if (index === undefined) continue
      const moved = originX + bytes.readInt16LE(at + 2) * step - this.plane.baseX(index)
      const sentUs = this.sentUs[index * steps + moved]
      // A member that comes into view may have stood there since before the window.
      if (sentUs !== undefined && sentUs > 0 && us - sentUs < 1e6) this.latency.add(Math.round(us - sentUs))
    }
  }
}
