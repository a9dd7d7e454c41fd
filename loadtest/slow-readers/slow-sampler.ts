import { readFileSync } from 'node:fs'
import { cpuShares, sampleProcess } from '../driver/process-sample.ts'
import type { MemberTotals, SlowSecond } from './slow-order.ts'

/** Looks once a second at what the members got and what server and driver took. */
export class SlowSampler {
  readonly series: SlowSecond[] = []
  private readonly timer: NodeJS.Timeout
  private readonly startMs = performance.now()

  constructor(crowd: { totals(): MemberTotals }, serverPid: number) {
    let server = sampleProcess(serverPid)
    let own = process.cpuUsage()
    let { frames, bytes } = crowd.totals()
    this.timer = setInterval(() => {
      const [nextServer, spent, totals] = [sampleProcess(serverPid), process.cpuUsage(own), crowd.totals()]
      this.series.push({
        at: (nextServer.atMs - this.startMs) / 1000,
        frames: totals.frames - frames,
        bytes: totals.bytes - bytes,
        serverCpu: cpuShares(serverPid, server, nextServer).total,
        driverCpu: (spent.user + spent.system) / 10 / (nextServer.atMs - server.atMs),
        rssMiB: rssMiB(serverPid),
      })
      server = nextServer
      own = process.cpuUsage()
      ;({ frames, bytes } = totals)
    }, 1_000)
  }

  /** @returns the points from that many seconds on. */
  between(fromMs: number, toMs: number): readonly SlowSecond[] {
    return this.series.filter(
      ({ at }) => at * 1000 + this.startMs > fromMs && at * 1000 + this.startMs <= toMs,
    )
  }

  stop(): void {
    clearInterval(this.timer)
  }
}

function rssMiB(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1]) / 1024
}
