import type { PageReport, Verdict } from '../report/run-report.ts'
import type { PageFigures } from './page-figures.ts'

/** One page on one canvas under one load. */
export interface PageCell {
  /** Such as `demo_n1000_s1000`, with `_fit` and `_whole` where everything is in sight and where nothing is culled. */
  readonly name: string
  readonly page: PageReport['page']
  readonly view: PageReport['view']
  readonly nodes: number
  readonly sessions: number
  readonly culling: boolean
}

/**
 * Every combination of what `PAGES`, `VIEWS`, `NODES`, `CULLING` and `SESSIONS` list, separated by commas.
 * @throws Error with one sentence for whoever set the variable.
 */
export function readPageCells(env: Readonly<Record<string, string | undefined>>): PageCell[] {
  const list = (name: string, fallback: string): string[] =>
    (env[name] || fallback).split(',').map((text) => text.trim())
  const oneOf = <T extends string>(name: string, fallback: string, allowed: readonly T[]): T[] =>
    list(name, fallback).map((text) => {
      const found = allowed.find((each) => each === text)
      if (!found) throw new Error(`${name}=${text} is not usable: it must be of ${allowed.join(', ')}`)
      return found
    })
  const counts = (name: string, fallback: string, most: number): number[] =>
    list(name, fallback).map((text) => {
      const count = Number(text)
      if (!Number.isInteger(count) || count < 1 || count > most)
        throw new Error(`${name}=${text} is not usable: it must be whole numbers from 1 to ${most}`)
      return count
    })
  const cells: PageCell[] = []
  for (const nodes of counts('NODES', '100,500,1000,2000,10000', 10_000))
    for (const sessions of counts('SESSIONS', '1000', 100_000))
      for (const page of oneOf('PAGES', 'demo,react-flow', ['demo', 'react-flow'] as const))
        for (const view of oneOf('VIEWS', 'near', ['near', 'fit'] as const))
          for (const culling of oneOf('CULLING', 'on,off', ['on', 'off'] as const))
            cells.push(cellOf(page, view, nodes, sessions, culling === 'on'))
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
 * Held to its bounds is the page as people use it, up to 1,000 nodes; without culling, or with more, the figures say what
 * culling buys.
 */
function isBound({ nodes, culling }: PageCell): boolean {
  return culling && nodes <= 1_000
}

const leastFps = { floor: 30, goal: 55 } as const

export function pageReport(cell: PageCell, figures: PageFigures): PageReport {
  const { fps } = figures
  const atLeast = (what: string, value: number, limit: number, kind: Verdict['kind']): Verdict => ({
    what,
    value,
    limit: `≥ ${limit}`,
    held: value >= limit,
    kind,
  })
  const verdicts = isBound(cell)
    ? [
        atLeast('FPS P50', fps.p50, leastFps.floor, 'floor'),
        atLeast('FPS P50', fps.p50, leastFps.goal, 'goal'),
        atLeast('FPS P5', fps.p5, leastFps.floor, 'goal'),
      ]
    : []
  return { ...cell, ...figures, verdicts }
}
