import { runSlowConsumers } from '../slow-readers/run-slow-consumers.ts'
import { slowCells } from '../slow-readers/slow-cell.ts'
import { CannotRun } from './cannot-run.ts'
import type { LoadRunOutcome, LoadRunPlaces } from './load-run.ts'
import { commitOf, machineOf } from './machine.ts'
import type { RunOptions } from './options.ts'
import { choosePlacement } from './placement.ts'

/**
 * The scenario that k6 cannot play, because it reads whatever comes: a driver of its own fills a room, each cell on a new
 * server. Of the options it knows --hold, for how long the slow ones are slow. @throws CannotRun
 */
export async function slowConsumersRun(
  options: Pick<RunOptions, 'url' | 'variables'>,
  places: LoadRunPlaces,
  stopped: Promise<string>,
): Promise<LoadRunOutcome> {
  if (options.url !== undefined)
    throw new CannotRun('slow-consumers starts its own servers, whose memory it watches: leave --url away')
  const startedAt = new Date()
  const { HOLD_S: holdSeconds } = options.variables
  const cells = slowCells(holdSeconds === undefined ? undefined : Number(holdSeconds))
  const outcome = await runSlowConsumers({ server: places.serverMain, cells, seed: 1, stopped })
  const { words } = await choosePlacement(undefined, true)
  const report = {
    format: 1,
    scenario: 'slow-consumers',
    startedAt: startedAt.toISOString(),
    seconds: Math.round((Date.now() - startedAt.getTime()) / 1000),
    complete: outcome.fault === undefined,
    commit: await commitOf(places.repository),
    machine: await machineOf(undefined, words, undefined),
    settings: { ...options.variables },
    cells: outcome.cells,
    pages: [],
  } as const
  return { report, fault: outcome.fault }
}
