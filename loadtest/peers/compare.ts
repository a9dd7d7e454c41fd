import { describeMachine } from '../driver/machine.ts'
import { installPeers, peerVersions } from './installed-peers.ts'
import { measureNative, measureStock } from './measure.ts'
import type { Outcome, PeerFigures, PeerOptions, PeerReport, PeerRun, Workload } from './peer-report.ts'
import { rowsOf } from './peer-rows.ts'
import { startSubject, type Ticks } from './subjects.ts'
import { verdictsOf } from './verdicts.ts'
import { describeWorkload } from './workload.ts'

/**
 * Runs every subject under every workload, round after round, one process at a time.
 *
 * @param onRun gets the report so far, first without any run and then after each, so that an interrupted comparison
 *   leaves what it found.
 */
export async function compare(
  options: PeerOptions,
  onRun: (soFar: PeerReport, run?: PeerRun) => void,
): Promise<PeerReport> {
  await installPeers()
  const machine = await describeMachine()
  const startedAt = new Date().toISOString()
  const runs: PeerRun[] = []
  const report = (complete: boolean): PeerReport => {
    const rows = rowsOf(options, runs)
    return {
      format: 1,
      startedAt,
      complete,
      machine,
      versions: { node: process.version, ...peerVersions() },
      options,
      runs,
      rows,
      verdicts: verdictsOf(options, rows),
    }
  }
  onRun(report(false))
  for (let round = 1; round <= options.rounds; round++) {
    for (const workload of options.workloads) {
      // A floor of its own kind for whoever leaves Coplane out: one frame per screen refresh.
      let ticks: Ticks = { intervalMs: 16, frameBytes: 512 }
      for (const subject of options.subjects) {
        if (subject === 'floor' && workload.cursorHz > 0) continue
        const earlier = whyNotAgain(runs, subject, workload)
        let outcome: Outcome
        if (earlier === undefined) {
          const found = await attempt(subject, workload, ticks)
          outcome = found.outcome
          ticks = found.ticks ?? ticks
        } else outcome = { is: 'not-run', why: earlier }
        const run = { round, subject, workload, outcome }
        runs.push(run)
        onRun(report(false), run)
      }
    }
  }
  return report(true)

  async function attempt(
    name: PeerRun['subject'],
    workload: Workload,
    ticks: Ticks,
  ): Promise<{ readonly outcome: Outcome; readonly ticks?: Ticks }> {
    const subject = await startSubject(name, machine.pinned?.server, options.server, ticks)
    try {
      if (name !== 'coplane' && name !== 'floor')
        return { outcome: judged(await measureStock(name, subject, options, workload, machine)) }
      const found = await measureNative(name, subject, options, workload, machine)
      return { outcome: judged(found.figures), ...(name === 'coplane' && { ticks: found.ticks }) }
    } catch (error) {
      return { outcome: { is: 'collapsed', why: reasonOf(error), figures: undefined } }
    } finally {
      await subject.stop()
    }
  }
}

/** What a peer cannot do once it is not asked to do again, nor what is harder. */
function whyNotAgain(
  runs: readonly PeerRun[],
  subject: PeerRun['subject'],
  { rate, cursorHz }: Workload,
): string | undefined {
  const collapsed = runs.find(
    (run) =>
      run.subject === subject &&
      run.outcome.is === 'collapsed' &&
      run.workload.rate <= rate &&
      run.workload.cursorHz <= cursorHz,
  )
  return collapsed && `it collapsed at ${describeWorkload(collapsed.workload)}`
}

function judged(figures: PeerFigures): Outcome {
  const share = figures.lost / figures.pairs
  if (share <= mostMissing) return { is: 'measured', figures }
  const why = `${(share * 100).toFixed(0)} % had not arrived five seconds after the load`
  return { is: 'collapsed', why, figures }
}

/** The sentence within what a driver said before it gave up. */
function reasonOf(error: unknown): string {
  const lines = (error instanceof Error ? error.message : String(error))
    .split('\n')
    .map((line) => line.trim())
  const sentence = lines.find((line) => /^\w*Error: |did not finish/.test(line)) ?? lines.join(' ')
  return sentence.replace(/^Error: /, '').slice(0, 200)
}

/** A peer that owes more than this long after the load was overwhelmed, and its latencies are of the lucky. */
const mostMissing = 0.01
