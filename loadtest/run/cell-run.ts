import type { CellReport, Ledger, PageReport } from '../report/run-report.ts'
import type { VuMessage } from '../scenario/vu-message.ts'
import { roomName } from '../scenario/room-name.ts'
import { describeCell } from './cell-report.ts'
import { CellTally } from './cell-tally.ts'
import type { Chromium } from './chromium.ts'
import type { Collector } from './collector.ts'
import { K6Process } from './k6-process.ts'
import { LedgerKeeper } from './ledger-keeper.ts'
import type { Oracle } from './oracle.ts'
import type { Placement } from './placement.ts'
import type { Step } from './plan.ts'
import { progressLine } from './progress.ts'
import type { Metrics } from './prometheus-text.ts'
import { Sampler } from './sampler.ts'
import { readMetrics, type ServerUnderTest } from './server-under-test.ts'
import { judge } from './verdicts.ts'

/** What all cells of a run share. */
export interface CellWorld {
  readonly server: ServerUnderTest
  readonly collector: Collector
  readonly k6File: string
  readonly scriptDir: string
  readonly placement: Placement
  /** Undefined where no browser takes part. */
  readonly chromium: Chromium | undefined
  /** Resolves with why the run has to stop now. */
  readonly stopped: Promise<string>
  tell(line: string): void
}

export interface CellOutcome {
  readonly report: CellReport
  /** What browsers showed that took part. */
  readonly pages: readonly PageReport[]
  /** Why the cell did not come to its end; undefined if it did. */
  readonly fault: string | undefined
}

/** One cell from the empty server to the ledger: k6 plays, the oracles listen, everything is counted. */
export class CellRun {
  private readonly tally = new CellTally()
  private readonly step: Step
  private readonly world: CellWorld
  /** How k6 reaches the server. */
  private readonly serverUrl: string
  /** Tells the rooms of this cell from all others. */
  private readonly runId: string
  private readonly oracle: Oracle | undefined
  private readonly ledger: LedgerKeeper
  private hasBegun = false
  private readonly window: { from?: Promise<Metrics | undefined>; to?: Promise<Metrics | undefined> } = {}
  private becameQuiet: () => void = () => undefined
  private failed: (fault: string) => void = () => undefined

  /** @param oracle undefined for a cell without. */
  constructor(
    step: Step,
    world: CellWorld,
    place: { readonly serverUrl: string; readonly runId: string },
    oracle: Oracle | undefined,
  ) {
    this.step = step
    this.world = world
    this.serverUrl = place.serverUrl
    this.runId = place.runId
    this.oracle = oracle
    this.ledger = new LedgerKeeper(world.server, oracle)
  }

  async run(): Promise<CellOutcome> {
    const { world, step, tally } = this
    const settled = new Promise<string | undefined>((resolve) => {
      this.becameQuiet = () => resolve(undefined)
      this.failed = resolve
    })
    world.collector.onMessage = (message) => this.hear(message)
    const k6 = this.startK6()
    const sampler = new Sampler(world.server.pid, k6.pid)
    const telling = setInterval(() => world.tell(progressLine(step.facts.name, tally)), 1000)
    let fault = await Promise.race([
      settled,
      k6.exitCode.then((code) => `k6 ended with ${code} before all was counted: ${lastLines(k6.output, 1)}`),
      world.stopped,
    ])
    clearInterval(telling)
    const counted = await this.ledger.settle(tally, fault === undefined).catch((error: Error) => {
      fault ??= error.message
      return unknownLedger
    })
    world.collector.release()
    await k6.end(fault === undefined ? leaveMs : 0)
    sampler.stop()
    const oracle = fault === undefined ? await this.compareOracles() : undefined
    const cell = describeCell({
      facts: step.facts,
      tally,
      samples: sampler.samples,
      ledger: counted,
      oracle,
      window: { from: await this.window.from, to: await this.window.to },
    })
    const k6ExitCode = fault === undefined ? await k6.exitCode : undefined
    if (k6ExitCode !== undefined && k6ExitCode !== 0) world.tell(lastLines(k6.output))
    const { isFast, isCounted, isLong } = step.scenario
    const verdicts = judge(cell, {
      isFast: isFast && step.way === 'loopback',
      isCounted,
      isLong,
      k6ExitCode,
    })
    return { report: { ...cell, verdicts }, pages: this.tally.pages, fault }
  }

  private startK6(): K6Process {
    const { world, step } = this
    const script = `${world.scriptDir}/${step.scenario.script}`
    return new K6Process(world.k6File, script, world.placement.loadGeneratorCpus, {
      ...step.variables,
      ...world.chromium?.environment,
      COPLANE_URL: this.serverUrl,
      COLLECTOR_URL: world.collector.url,
      RUN_ID: this.runId,
    })
  }

  private hear(message: VuMessage): void {
    const { tally, window } = this
    tally.hear(message)
    switch (message.kind) {
      case 'hello':
        if (!this.hasBegun) this.begin(message.cell)
        return
      case 'second':
        if (message.measured) window.from ??= this.look()
        else if (window.from) window.to ??= this.look()
        return
      case 'quiet':
        if (tally.isQuiet) this.becameQuiet()
        return
      case 'trouble':
        this.world.tell(`${message.cell}: ${message.message}`)
        return
      case 'page':
        return
      default:
        message satisfies never
    }
  }

  /** The first virtual user is there, and none has opened a socket yet. */
  private begin(cellName: string): void {
    this.hasBegun = true
    const name = roomName(this.runId, { ...this.step.cell, name: cellName }, 0)
    const room = `${this.world.server.origin}/v1/rooms/${name}`
    this.ledger.begin(room).then(
      () => this.world.collector.start(),
      (error: Error) => this.failed(error.message),
    )
  }

  /** A server that does not answer shows in what the cell ends with. */
  private async look(): Promise<Metrics | undefined> {
    return readMetrics(this.world.server).catch(() => undefined)
  }

  private async compareOracles(): Promise<CellReport['oracle']> {
    if (!this.oracle) return undefined
    const difference = await this.oracle.compare().catch((error: Error) => error.message)
    if (difference !== undefined) this.world.tell(`the oracles disagree: ${difference}`)
    return { clients: this.oracle.clients, equal: difference === undefined }
  }
}

const unknownLedger: Ledger = {
  document: { sent: NaN, skipped: NaN, received: NaN, gaps: NaN },
  event: undefined,
  live: { sent: NaN, skipped: NaN, received: NaN, gaps: NaN },
  agrees: false,
}

function lastLines(text: string, count = 12): string {
  return text.trim().split('\n').slice(-count).join('\n')
}

/** For all sockets to be closed and for k6's own summary. */
const leaveMs = 30_000
