import { cellLabels, pageLabel } from '../cell-label.ts'
import { figure } from '../figure-text.ts'
import { html, type Html } from '../html.ts'
import { standing, unitOf } from '../limit.ts'
import type { RunReport, Verdict } from '../run-report.ts'
import { table } from '../table.ts'

interface Judged {
  readonly where: string
  readonly verdict: Verdict
}

export function judgedOf({ cells, pages }: RunReport): Judged[] {
  const labels = cellLabels(cells)
  return [
    ...cells.flatMap((cell) => cell.verdicts.map((verdict) => ({ where: labels.get(cell.name)!, verdict }))),
    ...pages.flatMap((page) => page.verdicts.map((verdict) => ({ where: pageLabel(page), verdict }))),
  ]
}

/** What was broken stands first and in words; what held can be opened. */
export function verdicts(report: RunReport): Html {
  const all = judgedOf(report)
  const of = (name: ReturnType<typeof standing>): Judged[] =>
    all.filter(({ verdict }) => standing(verdict) === name)
  const [broken, missed, held] = [of('broken'), of('missed'), of('held')]
  if (all.length === 0) return html`<p class="quiet">This run has no thresholds.</p>`
  return html`<div class="verdicts">
    ${!report.complete && html`<p class="verdict broken"><b>Interrupted</b><span>The run did not come to its end: what follows was known by then.</span></p>`}
    ${broken.map(sentence)}${missed.map(sentence)}
    ${
      held.length > 0 &&
      html`<details${broken.length + missed.length === 0 && html` open`}><summary><b class="held">Held</b> ${figure(held.length)} of ${figure(all.length)} thresholds</summary>
${table<Judged>(
  'Thresholds that held',
  [
    { title: 'where', of: ({ where }) => where },
    { title: 'what', of: ({ verdict }) => verdict.what, text: true },
    { title: 'measured', of: ({ verdict }) => figure(verdict.value, unitOf(verdict)) },
    { title: 'limit', of: ({ verdict }) => verdict.limit },
    { title: 'kind', of: ({ verdict }) => verdict.kind, text: true },
  ],
  held,
)}</details>`
    }
  </div>`
}

function sentence({ where, verdict }: Judged): Html {
  const name = standing(verdict)
  return html`<p class="verdict ${name}">
    <b>${name === 'broken' ? 'Broken' : 'Goal missed'}</b
    ><span
      >${verdict.what} is <strong>${figure(verdict.value, unitOf(verdict))}</strong>, the ${verdict.kind}
      ${verdict.limit.replaceAll(' ', '\u{a0}')} <span class="where">${where}</span></span
    >
  </p>`
}
