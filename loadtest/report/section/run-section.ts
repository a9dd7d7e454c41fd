import { compare } from '../comparison.ts'
import { html, type Content, type Html } from '../html.ts'
import type { RunReport } from '../run-report.ts'
import { cellCharts } from './cell-charts.ts'
import { cellTables } from './cell-table.ts'
import { comparisonTable } from './comparison-table.ts'
import { gridMaps } from './grid-map.ts'
import { ledgerTable } from './ledger-table.ts'
import { pageCharts } from './page-charts.ts'
import { pageTables } from './page-table.ts'
import { runHead } from './run-head.ts'
import { verdicts } from './verdicts.ts'

export interface Run {
  readonly report: RunReport
  readonly previous: RunReport | undefined
}

export function runSection({ report, previous }: Run, id: string): Html {
  const hasCells = report.cells.length > 0
  return html`<section class="run" id="${id}">
    ${runHead(report)} ${part('Thresholds', verdicts(report))}
    ${hasCells && part('Cells', [gridMaps(report), cellTables(report)])}
    ${report.pages.length > 0 && part('In the browser', [pageTables(report), pageCharts(report)])}
    ${hasCells && part('Over time', [html`<p class="quiet">One point a second, the warm-up included.</p>`, cellCharts(report)])}
    ${hasCells && part('Ledger', ledgerTable(report))}
    ${part('Against the last run', comparisonTable(compare(report, previous), previous))}
  </section>`
}

function part(title: string, content: Content): Html {
  return html`<section class="part">
    <h3>${title}</h3>
    ${content}
  </section>`
}
