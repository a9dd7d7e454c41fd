import { figure } from './figure-text.ts'
import type { CellReport, PageReport } from './run-report.ts'

/** @returns for each cell's name what a reader calls it; the name itself only where nothing else tells two cells apart. */
export function cellLabels(cells: readonly CellReport[]): ReadonlyMap<string, string> {
  const profiles = new Set(cells.map(({ profile }) => profile))
  const short = cells.map(({ nodes, sessions, profile }) =>
    [sizeLabel({ nodes, sessions }), ...(profiles.size > 1 ? [profile] : [])].join(' · '),
  )
  return new Map(
    cells.map(({ name }, index) => {
      const unique = short.filter((each) => each === short[index]).length === 1
      return [name, unique ? short[index]! : `${short[index]} · ${name}`]
    }),
  )
}

function sizeLabel({ nodes, sessions }: { readonly nodes: number; readonly sessions: number }): string {
  return `${figure(nodes)}\u{a0}nodes × ${figure(sessions)}\u{a0}sessions`
}

export function pageLabel({ page, view, nodes, sessions, culling }: PageReport): string {
  return `${pageNames[page]}, ${sizeLabel({ nodes, sessions })}, ${viewNames[view]}, culling ${culling ? 'on' : 'off'}`
}

const viewNames: Readonly<Record<PageReport['view'], string>> = { near: 'near', fit: 'all in sight' }

export const pageNames: Readonly<Record<PageReport['page'], string>> = {
  demo: 'Canvas demo',
  'react-flow': 'React Flow example',
}
