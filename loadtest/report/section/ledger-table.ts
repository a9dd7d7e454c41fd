import { dropRate } from '../cell-figures.ts'
import { cellLabels } from '../cell-label.ts'
import { figure, share } from '../figure-text.ts'
import { html, type Content, type Html } from '../html.ts'
import type { CellReport, LaneLedger, RunReport } from '../run-report.ts'
import { table } from '../table.ts'

interface Entry {
  readonly cell: string
  readonly lane: string
  readonly figures: LaneLedger
  readonly agrees: Content
}

/** What the server counted as sent beside what the members counted as received, lane by lane. */
export function ledgerTable({ cells }: RunReport): Html {
  const labels = cellLabels(cells)
  return table<Entry>(
    'The ledger: what the server sent, and what the members counted',
    [
      { title: 'cell', of: ({ cell }) => cell },
      { title: 'lane', of: ({ lane }) => lane, text: true },
      { title: 'sent', of: ({ figures }) => figure(figures.sent) },
      { title: 'received', of: ({ figures }) => figure(figures.received) },
      { title: 'skipped', of: ({ figures }) => figure(figures.skipped) },
      { title: 'gaps', of: ({ figures }) => figure(figures.gaps) },
      { title: 'dropped', of: ({ lane, figures }) => (lane === 'live' ? '' : share(dropRate([figures]))) },
      { title: 'to the frame', of: ({ agrees }) => agrees, text: true },
    ],
    cells.flatMap((cell) => entriesOf(cell, labels.get(cell.name)!)),
  )
}

function entriesOf({ ledger }: CellReport, label: string): Entry[] {
  const lanes = [
    ['document', ledger.document],
    ['event', ledger.event],
    ['live', ledger.live],
  ] as const
  const agrees = ledger.agrees ? html`<b class="held">agrees</b>` : html`<b class="broken">differs</b>`
  return lanes.flatMap(([lane, figures], index) =>
    figures ? [{ cell: label, lane, figures, agrees: index === 0 && agrees }] : [],
  )
}
