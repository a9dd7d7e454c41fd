import type { Compared, Comparison } from '../comparison.ts'
import { figure, times } from '../figure-text.ts'
import { html, type Html } from '../html.ts'
import type { RunReport } from '../run-report.ts'
import { table } from '../table.ts'
import { minute } from './facts.ts'

/** Ratios only: two runs on one machine still meet different neighbours. */
export function comparisonTable(comparison: Comparison, previous: RunReport | undefined): Html {
  if ('refused' in comparison) return html`<p class="quiet">${comparison.refused}</p>`
  const { rows } = comparison
  if (rows.length === 0) return html`<p class="quiet">The last run had none of these cells.</p>`
  const whats = [...new Set(rows.map(({ what }) => what))]
  const wheres = [...new Set(rows.map(({ where }) => where))]
  return html`<p class="quiet">
      Now divided by the run of
      ${previous && minute(previous.startedAt)}${previous?.commit !== undefined && html`, commit <code>${previous.commit.slice(0, 10)}</code>`}.
      Changes of less than a tenth are within what one machine differs by from run to run.
    </p>
    ${table<string>(
      'This run against the last',
      [
        { title: 'where', of: (where) => where },
        ...whats.map((what) => ({
          title: what,
          of: (where: string) => {
            const row = rows.find((each) => each.where === where && each.what === what)
            return row && cell(row)
          },
        })),
      ],
      wheres,
    )}`
}

function cell(row: Compared): Html {
  const { ratio, better, before, now, unit } = row
  const change = Math.abs(ratio - 1) < 0.1 ? 'same' : ratio > 1 === (better === 'more') ? 'held' : 'broken'
  return html`<b class="${change}">${times(ratio)}</b>
    <span class="was">${figure(before)} → ${figure(now, unit)}</span>`
}
