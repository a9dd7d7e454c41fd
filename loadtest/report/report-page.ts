import { readFileSync } from 'node:fs'
import { html, Html } from './html.ts'
import type { Machine } from './run-report.ts'
import { badge, scenarioNames } from './section/run-head.ts'
import { runSection, type Run } from './section/run-section.ts'

/** @returns one page that needs nothing but itself: no network and no script. */
export function reportPage(runs: readonly Run[]): string {
  const [first] = runs
  if (!first) throw new Error('a page needs a run')
  const names = runs.map(({ report }) => scenarioNames[report.scenario])
  const title = runs.length === 1 ? `Coplane under load: ${names[0]}` : 'Coplane under load'
  const ids = runs.map(({ report }, index) => `${report.scenario}-${index + 1}`)
  const machines = new Map(runs.map(({ report }) => [machineText(report.machine), report.machine]))
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
          <h1>${runs.length === 1 ? 'Load test' : 'Under load'}</h1>
          ${[...machines.keys()].map((text) => html`<p class="machine">${text}</p>`)}
          <p class="quiet">Figures hold for this machine only; what is compared across machines is ratios.</p>
        </header>
        ${
          runs.length > 1 &&
          html`<nav aria-label="Runs">
            <ul>
              ${runs.map(
                ({ report }, index) =>
                  html`<li><a href="#${ids[index]}">${names[index]}</a> ${badge(report)}</li>`,
              )}
            </ul>
          </nav>`
        }
        <main>${runs.map((run, index) => runSection(run, ids[index]!))}</main>
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

function machineText({ cpu, cores, memoryGiB, os, kernel, node, k6, chromium }: Machine): string {
  const tools = [
    `Node ${node.replace(/^v/, '')}`,
    ...(k6 === undefined ? [] : [`k6 ${k6}`]),
    ...(chromium === undefined ? [] : [`Chromium ${chromium}`]),
  ]
  return `${cpu}, ${cores} cores, ${memoryGiB} GiB · ${os}, ${kernel} · ${tools.join(', ')}`
}
