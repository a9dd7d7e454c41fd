import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { parseReport, parsePeers } from './read-report.ts'
import { reportPage } from './report-page.ts'
import type { RunReport } from './run-report.ts'

const usage = `usage: npm run loadtest:report -- FILE.json [FILE.json ...] --html OUT.html [options]
  FILE.json        reports of runs, in the order of the page
  --html OUT.html  the one page that is written
  --before FILE    an earlier run that the run of the same scenario is compared with; may be said again
  --peers FILE     the comparison with peers
`

try {
  main()
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exitCode = 1
}

function main(): void {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      html: { type: 'string' },
      before: { type: 'string', multiple: true, default: [] },
      peers: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) {
    process.stdout.write(usage)
    return
  }
  if (values.html === undefined || (positionals.length === 0 && values.peers === undefined))
    throw new Error(`which reports, and which page?\n${usage.trimEnd()}`)
  const earlier = values.before.map(read)
  const runs = positionals.map(read).map((report) => ({
    report,
    previous: earlier.find(({ scenario }) => scenario === report.scenario),
  }))
  const peers =
    values.peers === undefined ? undefined : parsePeers(readFileSync(values.peers, 'utf8'), values.peers)
  mkdirSync(dirname(values.html), { recursive: true })
  writeFileSync(values.html, reportPage(runs, peers))
}

function read(file: string): RunReport {
  return parseReport(readFileSync(file, 'utf8'), file)
}
