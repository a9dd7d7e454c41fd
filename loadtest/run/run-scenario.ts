import { NodeProcess, typescript } from '../driver/node-process.ts'
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
  const network = step.way === 'bad-network' ? await startBadNetwork(world.server.origin) : undefined
  try {
    const runId = Date.now().toString(36)
    const serverUrl = network?.origin ?? world.server.origin
    return await new CellRun(step, world, { serverUrl, runId }, oracle).run()
  } finally {
    oracle?.end()
    await network?.process.stop()
  }
}

/** The proxy that delays, loses and stalls, between k6 and the server. */
async function startBadNetwork(origin: string): Promise<{ origin: string; process: NodeProcess }> {
  const options = JSON.stringify({ target: Number(new URL(origin).port) })
  const process = new NodeProcess(
    undefined,
    typescript(new URL('../bad-network/main.ts', import.meta.url), options),
  )
  const line = await process.line(/^listening on \d+$/m, 20_000)
  return { origin: `ws://127.0.0.1:${/\d+/.exec(line)?.[0]}`, process }
}
