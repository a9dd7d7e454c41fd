import { setTimeout as sleep } from 'node:timers/promises'
import { Histogram } from '../../../loadtest/driver/histogram.ts'
import { Pacer } from '../../../loadtest/driver/pacer.ts'
import { cpuShares, sampleProcess } from '../../../loadtest/driver/process-sample.ts'
import { seededRandom } from '../../../loadtest/driver/random.ts'
import { grown, readServerCounters } from '../../../loadtest/slow-readers/server-counters.ts'
import type { CommitOrder, CommitReport } from './commit-report.ts'
import { RoomWriter } from './room-writer.ts'

/** Fills so many rooms with a writer each, lets them edit, and notes how long each edit takes to be known as saved. */
export async function driveWriters(order: CommitOrder): Promise<CommitReport> {
  const random = seededRandom(order.seed)
  const saved = new Histogram(10_000_000)
  let joinedCount = 0
  let counted: readonly [fromUs: number, toUs: number] = [Infinity, Infinity]
  let fail: (error: Error) => void = () => undefined
  const broken = new Promise<never>((_, reject) => {
    fail = reject
  })
  const watcher = {
    joined: () => joinedCount++,
    saved: (sentUs: number) => {
      if (sentUs >= counted[0] && sentUs < counted[1]) saved.add(Math.round(nowUs() - sentUs))
    },
    lost: (reason: string) => fail(new Error(`a writer lost its socket: ${reason}`)),
  }
  const run = async (): Promise<CommitReport> => {
    const writers: RoomWriter[] = []
    for (let index = 0; index < order.rooms; index++) {
      writers.push(new RoomWriter(order.port, `room${index}`, random, watcher))
      await sleep(1_000 / order.joinsPerSecond)
    }
    while (joinedCount < order.rooms) await sleep(20)
    let edits = 0
    const pacer = new Pacer(order.rooms, order.rate, nowUs(), random, (writer) => {
      const us = nowUs()
      if (us >= counted[0] && us < counted[1]) edits++
      writers[writer]!.edit(us)
    })
    const pacing = setInterval(() => pacer.turn(nowUs()), 1)
    await sleep(order.warmUpSeconds * 1000)
    const before = await readServerCounters(order.port)
    const serverBefore = sampleProcess(order.serverPid)
    const fromUs = nowUs()
    counted = [fromUs, Infinity]
    pacer.lateness.restart()
    await sleep(order.seconds * 1000)
    counted = [fromUs, nowUs()]
    const seconds = (counted[1] - fromUs) / 1e6
    const server = [serverBefore, sampleProcess(order.serverPid)] as const
    const after = await readServerCounters(order.port)
    const sendLatenessP95 = pacer.lateness.quantileMs(0.95)
    pacer.stopAt(0)
    for (let left = 50; left > 0 && writers.some(({ unsavedCount }) => unsavedCount > 0); left--)
      await sleep(100)
    clearInterval(pacing)
    const commits = grown('coplane_store_flush_duration_seconds_count', before, after)
    const rows = grown('coplane_durable_lag_seconds_count', before, after)
    const unsaved = writers.reduce((sum, { unsavedCount }) => sum + unsavedCount, 0)
    for (const writer of writers) writer.close()
    return {
      edits,
      unsaved,
      saved: saved.summary(),
      serverCpu: cpuShares(order.serverPid, server[0], server[1]).total,
      commitsPerSecond: commits / seconds,
      rowsPerCommit: rows / commits,
      sendLatenessP95,
    }
  }
  return Promise.race([run(), broken])
}

function nowUs(): number {
  return performance.now() * 1000
}
