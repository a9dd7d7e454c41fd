import { figure, share, times } from '../figure-text.ts'
import { html, type Content, type Html } from '../html.ts'
import type { PeersShown } from '../peer-report-schema.ts'
import { table, type Column } from '../table.ts'
import { facts, minute } from './facts.ts'

type Claim = PeersShown['verdicts'][number]
type Row = PeersShown['rows'][number]
type Figures = Extract<Row['outcome'], { is: 'measured' }>['figures']

/** The comparison with other servers: a table for each load, and what became of the claims. */
export function peersSection(report: PeersShown, id: string): Html {
  const { startedAt, complete, machine, options, versions, rows, verdicts } = report
  const loads = [...new Set(rows.map(loadName))]
  const sentencesOf = (is: Claim['is']): string[] =>
    verdicts.filter((each) => each.is === is).map(({ sentence }) => sentence)
  return html`<section class="run" id="${id}">
    <header class="run-head">
      <h2>Beside its peers ${peersBadge(report)}</h2>
      <p class="purpose">The same Yjs edits through other servers, one after the other on one machine.</p>
      ${facts([
        ['started', minute(startedAt)],
        ['load', `${figure(options.sessions)} sessions, ${figure(options.nodes)} nodes`],
        ['windows', `${options.rounds} of ${options.seconds} s, medians`],
        ['placement', machine.pinned ? 'server and driver on a core each' : 'not pinned'],
        [
          'versions',
          Object.entries(versions)
            .map(([name, version]) => `${name} ${version}`)
            .join(', '),
        ],
      ])}
    </header>
    <section class="part">
      <h3>Claims</h3>
      <div class="verdicts">
        ${!complete && claim('broken', 'Interrupted', 'Runs are missing: what follows was known by then.')}
        ${sentencesOf('broken').map((sentence) => claim('broken', 'Broken', sentence))}
        ${sentencesOf('undecided').map((sentence) => claim('missed', 'Undecided', sentence))}
        ${held(sentencesOf('ok'))}
      </div>
    </section>
    <section class="part">
      <h3>By load</h3>
      <p class="quiet">
        Ratios are a server’s figure divided by that of Coplane’s stock dialect in the same round: above 1 ×
        it is worse.
      </p>
      ${loads.map((load) =>
        table(
          load,
          columns,
          rows.filter((row) => loadName(row) === load),
        ),
      )}
    </section>
  </section>`
}

export function peersBadge({ complete, verdicts }: PeersShown): Html {
  const count = (is: Claim['is']): number => verdicts.filter((each) => each.is === is).length
  if (!complete) return html`<span class="badge broken">interrupted</span>`
  if (count('broken') > 0) return html`<span class="badge broken">${count('broken')} broken</span>`
  if (count('undecided') > 0) return html`<span class="badge missed">${count('undecided')} undecided</span>`
  return html`<span class="badge held">all held</span>`
}

function loadName({ workload: { rate, cursorHz } }: Row): string {
  return `${figure(rate)} updates a second${cursorHz > 0 ? `, everybody’s cursor at ${figure(cursorHz)} Hz` : ''}`
}

const columns: readonly Column<Row>[] = [
  {
    title: 'server',
    of: ({ subject, outcome }) => html`${subjectNames[subject] ?? subject} ${trouble(outcome)}`,
  },
  { title: 'P95', unit: 'by Coplane', of: ({ ratios }) => ratio(ratios?.p95) },
  { title: 'CPU', unit: 'by Coplane', of: ({ ratios }) => ratio(ratios?.cpu) },
  { title: 'joins', unit: 'by Coplane', of: ({ ratios }) => ratio(ratios?.join) },
  measured('P50', 'ms', ({ latency }) => figure(latency.p50)),
  measured('P95', 'ms', ({ latency }) => figure(latency.p95)),
  measured('P99', 'ms', ({ latency }) => figure(latency.p99)),
  measured('lost', '', ({ lost, pairs }) => share(lost / pairs)),
  measured('cursors P95', 'ms', ({ cursors }) => figure(cursors?.latency.p95)),
  measured('server CPU', '', ({ cpuPercent }) => figure(cpuPercent, '%')),
  measured('a delivery', 'µs of CPU', ({ cpuUsPerDelivery }) => figure(cpuUsPerDelivery)),
  measured('join P95', 'ms', ({ join }) => figure(join.p95)),
  measured('RSS', 'MiB', ({ peakRssMiB }) => figure(Math.round(peakRssMiB))),
  measured('driver CPU', '', ({ driver }) =>
    driver.isBottleneck
      ? html`<b class="broken">${figure(driver.cpu, '%')}, the bottleneck</b>`
      : figure(driver.cpu, '%'),
  ),
]

const subjectNames: Readonly<Record<string, string>> = {
  coplane: 'Coplane, its own wire',
  'coplane-stock': 'Coplane, stock dialect',
  floor: 'bare publisher (floor)',
  hocuspocus: 'Hocuspocus',
  'y-websocket': 'y-websocket server',
}

function trouble(outcome: Row['outcome']): Content {
  if (outcome.is === 'measured') return ''
  const name = outcome.is === 'collapsed' ? 'collapsed' : 'not run'
  return html`<span class="was">${name}: ${outcome.why}</span>`
}

function measured(title: string, unit: string, of: (figures: Figures) => Content): Column<Row> {
  return {
    title,
    unit,
    of: ({ outcome }) => (outcome.is !== 'not-run' && outcome.figures ? of(outcome.figures) : ''),
  }
}

function ratio(value: number | undefined): Html {
  return html`<b>${times(value)}</b>`
}

function claim(look: string, name: string, sentence: string): Html {
  return html`<p class="verdict ${look}"><b>${name}</b><span>${sentence}</span></p>`
}

function held(sentences: readonly string[]): Content {
  if (sentences.length === 0) return ''
  return html`<details>
    <summary><b class="held">Held</b> ${figure(sentences.length)}</summary>
    <ul class="claims">
      ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>
  </details>`
}
