import { type Cell, type LoadOptions, readLoadOptions } from '../scenario/load-options.ts'
import { readPageCells } from '../scenario/page-cell.ts'
import { CannotRun } from './cannot-run.ts'
import type { CellFacts } from './cell-report.ts'
import { type Scenario, scenarios, type Way } from './scenarios.ts'
import type { RunOptions } from './options.ts'

/** One run of k6, which is one cell of the report. */
export interface Step {
  readonly facts: CellFacts
  /** As the script calls it. */
  readonly cell: Cell
  readonly scenario: Scenario
  readonly way: Way
  /** For the script. */
  readonly variables: Readonly<Record<string, string>>
}

/** Cells one after the other, and each of them every way. @throws CannotRun for options that no script could use. */
export function plan(options: Pick<RunOptions, 'scenario' | 'variables'>): Step[] {
  const scenario = scenarios[options.scenario]
  const variables = { ...scenario.defaults, ...options.variables }
  const load = readOptions(variables)
  return cellsOf(scenario, variables, load).flatMap(({ cell, own }) =>
    scenario.ways.map((way) => ({
      facts: {
        name: way === 'loopback' ? cell.name : `${cell.name}_${way}`,
        nodes: cell.nodes,
        sessions: cell.sessions,
        rooms: load.rooms,
        profile: scenario.profile ?? load.profile,
      },
      cell,
      scenario,
      way,
      variables: {
        ...variables,
        GRID: textOf(cell),
        NETWORK: way === 'loopback' ? 'good' : 'bad',
        ...own,
      },
    })),
  )
}

/** Cells of the load; where a browser takes part, one for every page that it looks at. @throws CannotRun */
function cellsOf(
  scenario: Scenario,
  variables: Readonly<Record<string, string>>,
  load: LoadOptions,
): PlannedCell[] {
  if (!scenario.hasPages) return load.cells.map((cell) => ({ cell, own: {} }))
  const pages = usable(() => readPageCells(variables, load.cells))
  return pages.map((cell) => ({
    cell,
    own: { PAGES: cell.page, VIEWS: cell.view, CULLING: cell.culling ? 'on' : 'off' },
  }))
}

interface PlannedCell {
  readonly cell: Cell
  /** Variables that are this cell's alone. */
  readonly own: Readonly<Record<string, string>>
}

function textOf({ nodes, sessions }: Cell): string {
  return `${nodes}x${sessions}`
}

function readOptions(variables: Readonly<Record<string, string>>): LoadOptions {
  return usable(() => readLoadOptions(variables, { grid: '', holdSeconds: 30 }))
}

/** @throws CannotRun with what the reader of the variables says. */
function usable<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    throw new CannotRun((error as Error).message)
  }
}
