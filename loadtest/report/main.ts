import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { parseReport } from './read-report.ts'
import { reportPage } from './report-page.ts'

const usage = `usage: npm run loadtest:report -- FILE.json [FILE.json ...] --html OUT.html [--before FILE.json ...]
  FILE.json        reports of runs, in the order of the page
  --html OUT.html  the one page that is written
  --before FILE    an earlier run that the run of the same scenario is compared with
`

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      html: { type: 'string' },
      before: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) process.stdout.write(usage)
  else if (positionals.length === 0 || values.html === undefined)
    throw new Error(`which reports, and which page?\n${usage.trimEnd()}`)
  else {
    const read = (file: string): ReturnType<typeof parseReport> =>
      parseReport(readFileSync(file, 'utf8'), file)
    const earlier = values.before.map(read)
    const runs = positionals.map(read).map((report) => ({
      report,
      previous: earlier.find(({ scenario }) => scenario === report.scenario),
    }))
    mkdirSync(dirname(values.html), { recursive: true })
    writeFileSync(values.html, reportPage(runs))
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
