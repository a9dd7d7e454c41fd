import exec from 'k6/execution'
import type { Options, Scenario } from 'k6/options'
import { readPageCells, type PageCell } from '../scenario/page-cell.ts'
import { fillRooms, loadOptions, optionsFor, partOf, type Setup } from './cells.ts'
import { pageThresholds } from './page-metrics.ts'
import { PageRun } from './page-run.ts'
import { VuRun } from './vu-run.ts'

/**
 * A browser in the room and under the load of a cell: the demo and the React Flow example, with culling and without it.
 * k6 needs K6_BROWSER_EXECUTABLE_PATH, and what loadtest/run/browser-environment.ts lists.
 */
const { pages, load } = readOptions()

export const options = withPages(optionsFor(load))

export async function setup(): Promise<Setup> {
  return fillRooms(load)
}

export default function (prepared: Setup): void {
  new VuRun(partOf(load, prepared, exec.scenario.name)).start()
}

export async function watch(prepared: Setup): Promise<void> {
  const cell = pages.find(({ name }) => watchOf(name) === exec.scenario.name)!
  const part = partOf(load, prepared, cell.name)
  await new PageRun({ ...part, vu: part.vus }, cell).run()
}

function readOptions(): {
  readonly pages: readonly PageCell[]
  readonly load: ReturnType<typeof loadOptions>
} {
  const asked = loadOptions({
    grid: '100x1000,500x1000,1000x1000,2000x1000,10000x1000',
    holdSeconds: 15,
  })
  const cells = readPageCells(__ENV, asked.cells)
  return { pages: cells, load: { ...asked, cells } }
}

/** Beside the virtual users of every cell one more, with a browser. */
function withPages({ scenarios, thresholds, ...rest }: Options): Options {
  const watches: Record<string, Scenario> = {}
  for (const { name } of pages)
    watches[watchOf(name)] = {
      ...scenarios![name]!,
      exec: 'watch',
      vus: 1,
      options: { browser: { type: 'chromium' } },
    } as Scenario
  return {
    ...rest,
    scenarios: { ...scenarios, ...watches },
    thresholds: { ...thresholds, ...pageThresholds(pages) },
  }
}

function watchOf(name: string): string {
  return `${name}_watch`
}
