import { expect, test } from 'vitest'
import { NodeProcess, typescript } from '../../loadtest/driver/node-process.ts'
import { describeMachine } from '../../loadtest/driver/machine.ts'
import { median } from '../../loadtest/driver/median.ts'
import { defaultOptions } from './fan-out/options.ts'
import { startCoplane } from '../../loadtest/driver/subject.ts'
import { livePrefix, type LiveOrder, type LiveReport } from './live/live-report.ts'

const runs = 3
const sessions = 1000
/** Enough that nearly every view holds more than the 32 that are shown. */
const seen = 48

async function measure(): Promise<LiveReport> {
  const { pinned } = await describeMachine()
  const server = await startCoplane(defaultOptions.server, pinned?.server)
  const order: LiveOrder = {
    port: server.port,
    path: '/v1/rooms/bench',
    serverPid: server.pid,
    sessions,
    seen,
    hz: 20,
    joinsPerSecond: 500,
    warmUpSeconds: 4,
    seconds: 10,
    seed: 1,
    deadlineSeconds: 60,
  }
  const main = new URL('live/main.ts', import.meta.url)
  const driver = new NodeProcess(pinned?.driver, typescript(main, JSON.stringify(order)))
  try {
    const line = await driver.line(new RegExp(`^${livePrefix}`), 65_000)
    return JSON.parse(line.slice(livePrefix.length)) as LiveReport
  } finally {
    await driver.stop(2_000)
    await server.stop()
  }
}

test('[IN4] 1,000 members who all move at 20 Hz and see 32 others take at most 5 MB a second', async () => {
  const reports: LiveReport[] = []
  while (reports.length < runs) reports.push(await measure())
  for (const { latency, ...report } of reports) console.log(JSON.stringify({ ...latency, ...report }))
  expect(median(reports.map(({ bytesPerSecond }) => bytesPerSecond))).toBeLessThanOrEqual(5e6)
  // A server that told nobody anything would be cheap, too.
  expect(median(reports.map(({ framesPerSecond }) => framesPerSecond))).toBeGreaterThan(sessions * 10)
  expect(median(reports.map(({ cursorsPerFrame }) => cursorsPerFrame))).toBeGreaterThan(28)
})
