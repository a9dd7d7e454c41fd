import { join } from 'node:path'
import { writeReport } from '../report/write-report.ts'
import { CannotRun } from './cannot-run.ts'
import { findChromium } from './chromium.ts'
import { findK6 } from './k6-binary.ts'
import { loadRun, type Tools } from './load-run.ts'
import { parseOptions, usage } from './options.ts'
import { plan, type Step } from './plan.ts'
import { checkBuilt, checkDescriptors, checkServer } from './preflight.ts'
import { writeReportFile } from './report-files.ts'
import { slowConsumersRun } from './slow-consumers-run.ts'
import { stopRequested } from './stop-requests.ts'
import { heldFloors, verdictLines } from './verdict-lines.ts'

const repository = join(import.meta.dirname, '../..')
const serverMain = join(repository, 'server/dist/main.js')

function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** @returns the exit code. @throws CannotRun */
async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2))
  if (!options) {
    process.stdout.write(usage)
    return 0
  }
  const steps = plan(options)
  checkDescriptors(Math.max(...steps.map(({ facts }) => facts.sessions)))
  if (options.url === undefined) checkBuilt(serverMain)
  else await checkServer(options.url)
  const places = { repository, serverMain }
  const { report, fault } =
    options.scenario === 'slow-consumers'
      ? await slowConsumersRun(options, places, stopRequested())
      : await loadRun(options, steps, await findTools(steps), places, stopRequested(), tell)
  const previous = writeReportFile(options.out, report)
  writeReport(report, previous, options.html)
  for (const line of verdictLines(report)) tell(line)
  tell(`report: ${options.out}, ${options.html}`)
  if (fault !== undefined) tell(`not complete: ${fault}`)
  return fault === undefined && heldFloors(report) ? 0 : 1
}

/** k6, and a browser where one takes part. @throws CannotRun */
async function findTools(steps: readonly Step[]): Promise<Tools> {
  const hasPages = steps.some(({ scenario }) => scenario.hasPages)
  const chromium = hasPages ? await findChromium(process.env) : undefined
  return { chromium, k6: await findK6(join(repository, 'loadtest'), process.env, tell) }
}

try {
  process.exitCode = await main()
} catch (error) {
  if (!(error instanceof CannotRun)) throw error
  tell(`loadtest: ${error.message}`)
  process.exitCode = 1
}
