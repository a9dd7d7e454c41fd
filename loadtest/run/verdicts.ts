import type { CellReport, Verdict } from '../report/run-report.ts'
import { soakVerdicts } from './soak-verdicts.ts'

/** What a cell is held to besides what holds for all. */
export interface Expectations {
  /** Whether edits are seen as fast as on a good network. */
  readonly isFast: boolean
  /** Whether every socket stays until all is counted, so that the ledger must agree to the frame. */
  readonly isCounted: boolean
  /** Whether it goes on for long, so that nothing may drift. */
  readonly isLong: boolean
  /** What k6 ended with; 99 where thresholds of its own broke, undefined while it runs. */
  readonly k6ExitCode: number | undefined
}

/** Every threshold of a cell and what became of it. A figure that was not measured holds nothing. */
export function judge(cell: Omit<CellReport, 'verdicts'>, expected: Expectations): Verdict[] {
  const { ledger, loadGenerator, oracle } = cell
  const verdicts: Verdict[] = []
  const atMost = (kind: Verdict['kind'], what: string, value: number, limit: number, unit: string): void => {
    verdicts.push({ what, value, limit: `≤ ${limit}${unit}`, held: value <= limit, kind })
  }
  const exactly = (what: string, value: number, limit: number, limitText = `${limit}`): void => {
    verdicts.push({ what, value, limit: limitText, held: value === limit, kind: 'floor' })
  }
  if (expected.isFast && (cell.updatesPerSecond > 0 || cell.eventSeen === undefined)) {
    atMost('floor', 'edit→seen P95', cell.editSeen.p95, floorP95Ms, ' ms')
    atMost('goal', 'edit→seen P95', cell.editSeen.p95, goalP95Ms, ' ms')
  }
  exactly('drop rate of the document lane', dropRate(ledger.document), 0)
  if (ledger.event) exactly('drop rate of the event lane', dropRate(ledger.event), 0)
  exactly('failed joins', cell.failedJoins, 0)
  if (expected.isCounted)
    exactly('frames that the server sent and nobody counted', disagreement(ledger), 0, 'none, in any lane')
  if (oracle) exactly('oracles that hold another document', oracle.equal ? 0 : 1, 0, 'none')
  atMost('floor', 'lag of the load generator P95', loadGenerator.lagP95Ms, lagP95Ms, ' ms')
  atMost('goal', 'resident memory of the server', cell.server.peakRssMiB, goalRssMiB, ' MiB')
  if (expected.isLong) verdicts.push(...soakVerdicts(cell))
  if (expected.k6ExitCode !== undefined) exactly('exit code of k6', expected.k6ExitCode, 0)
  return verdicts
}

/** The share of a lane's frames that members did not get, by their sequence. */
function dropRate(lane: { readonly received: number; readonly gaps: number }): number {
  return lane.gaps === 0 ? 0 : lane.gaps / (lane.received + lane.gaps)
}

/** Lanes that do not agree, or 1 where only the sum of everything does not. */
function disagreement(ledger: CellReport['ledger']): number {
  if (ledger.agrees) return 0
  const lanes = [ledger.document, ledger.event, ledger.live]
  return Math.max(
    1,
    lanes.reduce((sum, lane) => sum + Math.abs((lane?.sent ?? 0) - (lane?.received ?? 0)), 0),
  )
}

/** DESIGN §9 with presence and durability on, server, load generator and browser on two cores. */
const floorP95Ms = 100
const goalP95Ms = 60
const goalRssMiB = 300
/** Beyond it the load generator is what was measured. */
const lagP95Ms = 25
