import { setTimeout as sleep } from 'node:timers/promises'
import type { Ledger } from '../report/run-report.ts'
import { CannotRun } from './cannot-run.ts'
import { makeLedger, type MemberCounts } from './cell-ledger.ts'
import type { CellTally } from './cell-tally.ts'
import type { Oracle } from './oracle.ts'
import type { Metrics } from './prometheus-text.ts'
import { serverCounts } from './server-counts.ts'
import { readMetrics, type ServerUnderTest } from './server-under-test.ts'

/** Compares what the server says that it sent during a cell with what everybody in it counted. */
export class LedgerKeeper {
  private base: Metrics | undefined
  private readonly server: ServerUnderTest
  private readonly oracle: Oracle | undefined

  constructor(server: ServerUnderTest, oracle: Oracle | undefined) {
    this.server = server
    this.oracle = oracle
  }

  /** Notes where the server's counters stand while nobody is connected, so that nothing can be sent; then the oracles join. */
  async begin(roomUrl: string): Promise<void> {
    for (let left = emptyMs / pollMs; this.base === undefined; left--) {
      const metrics = await readMetrics(this.server)
      const connections = metrics.get('coplane_client_connections')
      if (connections === 0) this.base = metrics
      else if (left <= 0)
        throw new CannotRun(
          `the server has ${connections} connections that are not this run's, so that nothing can be counted to the frame`,
        )
      else await sleep(pollMs)
    }
    await this.oracle?.join(roomUrl)
  }

  /**
   * @param isOver whether the load has ended; then the last frames are waited for, and after that the difference stands.
   * Nothing that is lost can come back meanwhile: both sides only count up.
   */
  async settle(tally: CellTally, isOver: boolean): Promise<Ledger> {
    for (let left = isOver ? stragglersMs / pollMs : 0; ; left--) {
      const ledger = await this.compare(tally, isOver)
      if (ledger.agrees || left <= 0) return isOver ? ledger : { ...ledger, agrees: false }
      await sleep(pollMs)
    }
  }

  private async compare(tally: CellTally, isOver: boolean): Promise<Ledger> {
    const members: MemberCounts[] = [tally.totals]
    if (this.base === undefined) return makeLedger(serverCounts(nothing, nothing), members)
    // In a run that was cut off the server may be gone, and the oracles would wait for it.
    if (this.oracle && isOver) members.push(await this.oracle.count())
    return makeLedger(serverCounts(this.base, await readMetrics(this.server)), members)
  }
}

const nothing: Metrics = new Map()
const pollMs = 100
const emptyMs = 5_000
const stragglersMs = 5_000
