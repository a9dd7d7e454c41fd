import { BadNetwork } from '../bad-network/bad-network.ts'
import type { CellReport, PageReport } from '../report/run-report.ts'
import { CellRun, type CellWorld } from './cell-run.ts'
import { Oracle } from './oracle.ts'
import type { Step } from './plan.ts'

/** What came of all cells of a run. */
export interface ScenarioOutcome {
  readonly cells: readonly CellReport[]
  readonly pages: readonly PageReport[]
  /** Why it stopped before its end; undefined if it did not. */
  readonly fault: string | undefined
}

/** Runs all cells, one after the other, and stops at the first that does not come to its end. */
export async function runScenario(
  steps: readonly Step[],
  world: CellWorld,
  oracles: number,
): Promise<ScenarioOutcome> {
  const cells: CellReport[] = []
  const pages: PageReport[] = []
  for (const [index, step] of steps.entries()) {
    world.tell(`${step.facts.name}, cell ${index + 1} of ${steps.length}`)
    const { report, pages: shown, fault } = await runStep(step, world, oracles)
    cells.push(report)
    pages.push(...shown)
    if (fault !== undefined) return { cells, pages, fault }
  }
  return { cells, pages, fault: undefined }
}

async function runStep(step: Step, world: CellWorld, oracles: number): ReturnType<CellRun['run']> {
  const oracle = oracles > 0 ? new Oracle(oracles) : undefined
  const { origin } = world.server
  const network =
    step.way === 'bad-network' ? await BadNetwork.start(Number(new URL(origin).port)) : undefined
  try {
    const runId = Date.now().toString(36)
    const serverUrl = network ? `ws://127.0.0.1:${network.port}` : origin
    return await new CellRun(step, world, { serverUrl, runId }, oracle).run()
  } finally {
    oracle?.end()
    if (network) world.tell(await network.stop())
  }
}
