import { readFileSync } from 'node:fs'
import { html, Html } from './html.ts'
import type { PeersShown } from './peer-report-schema.ts'
import type { Machine } from './run-report.ts'
import { peersBadge, peersSection } from './section/peers.ts'
import { badge, scenarioNames } from './section/run-head.ts'
import { runSection, type Run } from './section/run-section.ts'

/** @returns one page that needs nothing but itself: no network and no script. */
export function reportPage(runs: readonly Run[], peers?: PeersShown): string {
  const chapters = [
    ...runs.map((run, index) => {
      const id = `${run.report.scenario}-${index + 1}`
      const { scenario, machine } = run.report
      return {
        id,
        name: scenarioNames[scenario],
        badge: badge(run.report),
        body: runSection(run, id),
        machine: runMachine(machine),
      }
    }),
    ...(peers
      ? [
          {
            id: 'peers',
            name: 'Beside its peers',
            badge: peersBadge(peers),
            body: peersSection(peers, 'peers'),
            machine: peersMachine(peers),
          },
        ]
      : []),
  ]
  const [first, second] = chapters
  const title = first && !second ? `Coplane under load: ${first.name}` : 'Coplane under load'
  return html`${new Html('<!doctype html>')}
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${new Html(readFileSync(new URL('page.css', import.meta.url), 'utf8'))}
        </style>
      </head>
      <body>
        <header class="top">
          <p class="brand">Coplane</p>
          <h1>Under load</h1>
          ${[...new Set(chapters.map(({ machine }) => machine))].map((text) => html`<p class="machine">${text}</p>`)}
          <p class="quiet">
            Figures hold for this machine only; what may be compared across machines is ratios.
          </p>
        </header>
        ${
          second &&
          html`<nav aria-label="Runs">
            <ul>
              ${chapters.map((chapter) => html`<li><a href="#${chapter.id}">${chapter.name}</a> ${chapter.badge}</li>`)}
            </ul>
          </nav>`
        }
        <main>${chapters.map(({ body }) => body)}</main>
        <footer>
          <p>
            Latency is from the sender’s clock to the receiver’s reading of the frame, on one machine. Dropped
            is what sequence numbers say is missing on the document and event lanes. CPU is in percent of one
            core.
          </p>
        </footer>
      </body>
    </html> `.text
}

function runMachine({ cpu, cores, memoryGiB, os, kernel, node, k6, chromium }: Machine): string {
  const tools = [
    `Node ${node.replace(/^v/, '')}`,
    ...(k6 === undefined ? [] : [`k6 ${k6}`]),
    ...(chromium === undefined ? [] : [`Chromium ${chromium}`]),
  ]
  return `${cpu}, ${cores} cores, ${memoryGiB} GiB · ${os}, ${kernel} · ${tools.join(', ')}`
}

function peersMachine({ machine: { cpuModel, cores, memoryGiB, kernel, node } }: PeersShown): string {
  return `${cpuModel}, ${cores} cores, ${memoryGiB} GiB · ${kernel} · Node ${node.replace(/^v/, '')} (peers)`
}
