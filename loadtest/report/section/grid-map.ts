import { cellDropRate } from '../cell-figures.ts'
import { figure, share } from '../figure-text.ts'
import { heatMap, type HeatCell } from '../chart/heat-map.ts'
import { html, type Html } from '../html.ts'
import { standing } from '../limit.ts'
import type { CellReport, RunReport } from '../run-report.ts'

/** One map for each profile; nothing when the cells do not span a grid. */
export function gridMaps({ cells }: RunReport): Html[] {
  return [...new Set(cells.map(({ profile }) => profile))].flatMap((profile) => {
    const members = cells.filter((cell) => cell.profile === profile)
    const nodes = sorted(members.map((cell) => cell.nodes))
    const sessions = sorted(members.map((cell) => cell.sessions))
    if (nodes.length < 2 && sessions.length < 2) return []
    const at = (node: number, session: number): HeatCell | undefined => {
      const cell = members.find((each) => each.nodes === node && each.sessions === session)
      return cell && heatCell(cell)
    }
    return heatMap({
      title: `Edit → seen at P95, profile “${profile}”`,
      corner: html`nodes ↓ sessions →`,
      columns: sessions.map((each) => figure(each)),
      rows: nodes.map((node) => ({
        name: figure(node),
        cells: sessions.map((session) => at(node, session)),
      })),
      steps: { unit: 'ms', ends: [15, 30, 45, 60, 100] },
    })
  })
}

function heatCell(cell: CellReport): HeatCell {
  const { editSeen, verdicts } = cell
  return {
    value: editSeen.p95,
    figure: figure(editSeen.p95, 'ms'),
    lines: [
      `P50 ${figure(editSeen.p50)} · P99 ${figure(editSeen.p99)}`,
      `dropped ${share(cellDropRate(cell))}`,
    ],
    broken: verdicts.some((verdict) => standing(verdict) === 'broken'),
  }
}

function sorted(values: readonly number[]): number[] {
  return [...new Set(values)].sort((a, b) => a - b)
}
