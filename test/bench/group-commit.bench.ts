import { expect, test } from 'vitest'
import { describeMachine } from '../../loadtest/driver/machine.ts'
import { median } from '../../loadtest/driver/median.ts'
import { NodeProcess, typescript } from '../../loadtest/driver/node-process.ts'
import { startCoplane } from '../../loadtest/driver/subject.ts'
import { defaultOptions } from './fan-out/options.ts'
import { commitPrefix, type CommitOrder, type CommitReport } from './group-commit/commit-report.ts'

const runs = 3

async function measure(rate: number): Promise<CommitReport> {
  const { pinned } = await describeMachine()
  const server = await startCoplane(defaultOptions.server, pinned?.server)
  const order: CommitOrder = {
    port: server.port,
    serverPid: server.pid,
    rooms: 1_000,
    rate,
    joinsPerSecond: 500,
    warmUpSeconds: 4,
    seconds: 10,
    seed: 1,
    deadlineSeconds: 60,
  }
  const driver = new NodeProcess(
    pinned?.driver,
    typescript(new URL('group-commit/main.ts', import.meta.url), JSON.stringify(order)),
  )
  try {
    const line = await driver.line(new RegExp(`^${commitPrefix}`), 65_000)
    return JSON.parse(line.slice(commitPrefix.length)) as CommitReport
  } finally {
    await driver.stop(2_000)
    await server.stop()
  }
}

test.each([1_000, 2_000])(
  '[GC1] 1,000 rooms with a writer each, %i edits a second: P95 until an edit is known to be on disk is at most 250 ms',
  async (rate) => {
    const reports: CommitReport[] = []
    while (reports.length < runs) reports.push(await measure(rate))
    for (const { saved, ...report } of reports) console.log(JSON.stringify({ rate, ...saved, ...report }))
    for (const { unsaved, edits } of reports) {
      expect(unsaved).toBe(0)
      expect(edits).toBeGreaterThan(rate * 9)
    }
    expect(median(reports.map(({ saved }) => saved.p95))).toBeLessThanOrEqual(250)
    // Rooms share commits: with one each there would be as many as edits.
    for (const { commitsPerSecond } of reports) expect(commitsPerSecond).toBeLessThanOrEqual(25)
  },
)
