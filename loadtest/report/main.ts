import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { parseReport, parsePeers } from './read-report.ts'
import { lastFileOf } from './last-file.ts'
import { reportPage } from './report-page.ts'
import type { RunReport } from './run-report.ts'

const usage = `usage: npm run loadtest:report -- FILE.json [FILE.json ...] --html OUT.html [options]
  FILE.json        reports of runs, in the order of the page; each is compared with the FILE.last.json beside it, if there is one
  --html OUT.html  the one page that is written
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
  const runs = positionals.map((file) => {
    const last = lastFileOf(file)
    return { report: read(file), previous: existsSync(last) ? read(last) : undefined }
  })
  const peers =
    values.peers === undefined ? undefined : parsePeers(readFileSync(values.peers, 'utf8'), values.peers)
  mkdirSync(dirname(values.html), { recursive: true })
  writeFileSync(values.html, reportPage(runs, peers))
}

function read(file: string): RunReport {
  return parseReport(readFileSync(file, 'utf8'), file)
}
