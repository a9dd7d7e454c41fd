import { pageNames } from '../cell-label.ts'
import { figure, share } from '../figure-text.ts'
import type { Html } from '../html.ts'
import type { PageReport, RunReport } from '../run-report.ts'
import { table, type Column } from '../table.ts'

/** One table for each page; what was measured with culling and without stands in rows next to each other. */
export function pageTables({ pages }: RunReport): Html[] {
  return [...new Set(pages.map(({ page }) => page))].map((page) =>
    table(
      `${pageNames[page]} in Chromium`,
      columns,
      pages
        .filter((each) => each.page === page)
        .sort(
          (a, b) =>
            a.nodes - b.nodes ||
            a.sessions - b.sessions ||
            a.view.localeCompare(b.view) ||
            Number(b.culling) - Number(a.culling),
        ),
    ),
  )
}

const columns: readonly Column<PageReport>[] = [
  { title: 'nodes × sessions', of: ({ nodes, sessions }) => `${figure(nodes)} × ${figure(sessions)}` },
  { title: 'view', of: ({ view }) => view, text: true },
  { title: 'culling', of: ({ culling }) => (culling ? 'on' : 'off'), text: true },
  { title: 'FPS P5', of: ({ fps }) => figure(fps.p5) },
  { title: 'FPS P50', of: ({ fps }) => figure(fps.p50) },
  { title: 'frame P95', unit: 'ms', of: ({ frameMs }) => figure(frameMs.p95) },
  { title: 'frame P99', unit: 'ms', of: ({ frameMs }) => figure(frameMs.p99) },
  { title: 'slow frames', unit: '> 33.4 ms', of: ({ slowFrames }) => share(slowFrames) },
  { title: 'long tasks', of: ({ longTasks }) => figure(longTasks.count) },
  { title: 'in all', unit: 'ms', of: ({ longTasks }) => figure(longTasks.totalMs) },
  { title: 'painted P95', unit: 'ms', of: ({ receivedToPainted }) => figure(receivedToPainted.p95) },
  { title: 'drawn', unit: 'nodes', of: ({ visibleNodes }) => figure(visibleNodes) },
  { title: 'heap', unit: 'MiB', of: ({ heapMiB }) => figure(heapMiB) },
  { title: 'DOM nodes', of: ({ domNodes }) => figure(domNodes) },
  { title: 'gaps', of: ({ gaps }) => figure(gaps) },
  { title: 'updates', of: ({ updatesApplied }) => figure(updatesApplied) },
  { title: 'live frames', of: ({ liveFrames }) => figure(liveFrames) },
]
