import type { PageReport, Verdict } from '../report/run-report.ts'
import type { Cell } from './load-options.ts'
import type { PageFigures } from './page-figures.ts'

/** One page on one canvas under one load. */
export interface PageCell extends Cell {
  /** Such as `demo_n1000_s1000`, with `_fit` and `_whole` where everything is in sight and where nothing is culled. */
  readonly name: string
  readonly page: PageReport['page']
  readonly view: PageReport['view']
  readonly nodes: number
  readonly sessions: number
  readonly culling: boolean
}

/**
 * Every cell with every combination of what `PAGES`, `VIEWS` and `CULLING` list, separated by commas.
 * @throws Error with one sentence for whoever set the variable.
 */
export function readPageCells(
  env: Readonly<Record<string, string | undefined>>,
  loads: readonly Pick<Cell, 'nodes' | 'sessions'>[],
): PageCell[] {
  const list = <T extends string>(name: string, fallback: string, allowed: readonly T[]): T[] =>
    (env[name] || fallback).split(',').map((text) => {
      const found = allowed.find((each) => each === text.trim())
      if (!found) throw new Error(`${name}=${text} is not usable: it must be of ${allowed.join(', ')}`)
      return found
    })
  const pages = list('PAGES', 'demo,react-flow', ['demo', 'react-flow'] as const)
  const views = list('VIEWS', 'near', ['near', 'fit'] as const)
  const cullings = list('CULLING', 'on,off', ['on', 'off'] as const)
  const cells: PageCell[] = []
  for (const { nodes, sessions } of loads)
    for (const page of pages)
      for (const view of views)
        for (const culling of cullings) cells.push(cellOf(page, view, nodes, sessions, culling === 'on'))
  return cells
}

function cellOf(
  page: PageCell['page'],
  view: PageCell['view'],
  nodes: number,
  sessions: number,
  culling: boolean,
): PageCell {
  const name = `${page}_n${nodes}_s${sessions}${view === 'fit' ? '_fit' : ''}${culling ? '' : '_whole'}`
  return { name, page, view, nodes, sessions, culling }
}

/** Where the page of the cell is, on the server that serves it. */
export function pageUrl(cell: PageCell, origin: string, room: string): string {
  const query = `view=${cell.view}&culling=${cell.culling ? 1 : 0}`
  return cell.page === 'demo'
    ? `${origin}/rooms/${encodeURIComponent(room)}?${query}`
    : `${origin}/examples/react-flow/?room=${encodeURIComponent(room)}&${query}`
}

/**
 * FPS that a page has to reach. Held to them is the page as people use it, up to 1,000 nodes; without culling, or with more
 * nodes, the figures say what culling buys.
 */
export function boundsOf({
  nodes,
  culling,
}: PageCell): { readonly floor: number; readonly goal: number } | undefined {
  return culling && nodes <= 1_000 ? { floor: 30, goal: 55 } : undefined
}

export function pageReport(cell: PageCell, figures: PageFigures): PageReport {
  const { fps } = figures
  const bounds = boundsOf(cell)
  const atLeast = (what: string, value: number, limit: number, kind: Verdict['kind']): Verdict => ({
    what,
    value,
    limit: `≥ ${limit}`,
    held: value >= limit,
    kind,
  })
  const verdicts = bounds
    ? [
        atLeast('FPS P50', fps.p50, bounds.floor, 'floor'),
        atLeast('FPS P50', fps.p50, bounds.goal, 'goal'),
        atLeast('FPS P5', fps.p5, bounds.floor, 'goal'),
      ]
    : []
  return { ...cell, ...figures, verdicts }
}
