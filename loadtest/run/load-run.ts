import { join } from 'node:path'
import type { RunReport } from '../report/run-report.ts'
import type { CellWorld } from './cell-run.ts'
import type { Chromium } from './chromium.ts'
import { Collector } from './collector.ts'
import type { K6 } from './k6-binary.ts'
import { commitOf, machineOf } from './machine.ts'
import type { RunOptions } from './options.ts'
import { choosePlacement, type Placement } from './placement.ts'
import type { Step } from './plan.ts'
import { checkPages, checkServer } from './preflight.ts'
import { runScenario } from './run-scenario.ts'
import { existingServer, type ServerUnderTest } from './server-under-test.ts'
import { ServerProcess } from './server-process.ts'

/** Where the parts are. */
export interface LoadRunPlaces {
  readonly repository: string
  readonly serverMain: string
}

/** What plays the load. */
export interface Tools {
  readonly k6: K6
  /** Undefined where no browser takes part. */
  readonly chromium: Chromium | undefined
}

/** What a run of k6's scenarios found, and why it ended early if it did. */
export interface LoadRunOutcome {
  readonly report: RunReport
  readonly fault: string | undefined
}

/** Starts what is needed, runs every cell, ends what was started, and says what was found, however far it came. */
export async function loadRun(
  options: RunOptions,
  steps: readonly Step[],
  tools: Tools,
  places: LoadRunPlaces,
  stopRequested: Promise<string>,
  tell: (line: string) => void,
): Promise<LoadRunOutcome> {
  const startedAt = new Date()
  const { chromium } = tools
  // A browser is several processes: pinned beside k6 to what is left of two cores it would show the pinning.
  const wish = options.placement ?? (chromium && 'shared')
  const placement = await choosePlacement(wish, options.url === undefined)
  const server = await startServer(options, placement, places.serverMain)
  const collector = await Collector.open()
  try {
    await checkServer(server.origin)
    if (chromium) await checkPages(server.origin)
    const world: CellWorld = {
      server,
      collector,
      k6File: tools.k6.file,
      scriptDir: join(places.repository, 'loadtest/k6'),
      placement,
      chromium,
      stopped: Promise.race([stopRequested, server.died]),
      tell,
    }
    const { cells, pages, fault } = await runScenario(steps, world, options.oracles)
    const report: RunReport = {
      format: 1,
      scenario: options.scenario,
      startedAt: startedAt.toISOString(),
      seconds: Math.round((Date.now() - startedAt.getTime()) / 1000),
      complete: fault === undefined,
      commit: await commitOf(places.repository),
      machine: await machineOf(tools.k6.version, placement.words, chromium?.version),
      settings: { ...options.serverSettings, ...options.variables },
      cells,
      pages,
    }
    return { report, fault }
  } finally {
    await collector.close()
    await server.stop()
  }
}

function startServer(
  options: RunOptions,
  placement: Placement,
  serverMain: string,
): Promise<ServerUnderTest> {
  if (options.url !== undefined) return Promise.resolve(existingServer(options.url))
  return ServerProcess.start(serverMain, placement.serverCpu, options.serverSettings)
}
