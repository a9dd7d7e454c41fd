import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compare } from './compare.ts'
import { parseOptions, usage } from './options.ts'
import type { PeerReport, PeerRun } from './peer-report.ts'
import { printTable } from './table.ts'
import { describeWorkload } from './workload.ts'

/** The peer comparison from the command line; `--help` lists its options. */
if (process.argv.includes('--help')) {
  process.stdout.write(usage)
  process.exit(0)
}
const { options, jsonFile, isSmoke } = readOptions()
// A smoke run is nothing to show, so it does not replace what is shown.
const file =
  jsonFile ?? (isSmoke ? undefined : fileURLToPath(new URL('../results/peers.json', import.meta.url)))
if (!existsSync(options.server)) fail(`${options.server} does not exist: npm run build makes it`)
let latest: PeerReport | undefined
// Exiting ends the processes that were started; the report so far is written already.
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    if (latest) process.stdout.write(`interrupted, this is what was found:\n${printTable(latest)}`)
    process.exit(130)
  })
const report = await compare(options, (soFar, run) => {
  latest = soFar
  write(soFar)
  if (run) process.stderr.write(`round ${run.round}, ${describeWorkload(run.workload)}, ${lineOf(run)}\n`)
})
write(report)
process.stdout.write(printTable(report))
// A smoke run shares its machine with whatever else is there; a comparison that is to be shown does not.
const failing = new Set(isSmoke ? ['broken'] : ['broken', 'undecided'])
process.exit(report.verdicts.some((verdict) => failing.has(verdict.is)) ? 1 : 0)

function lineOf({ subject, outcome }: PeerRun): string {
  if (outcome.is !== 'measured') return `${subject}: ${outcome.is}, ${outcome.why}`
  const { latency, cpuPercent, lost } = outcome.figures
  return `${subject}: P95 ${latency.p95.toFixed(1)} ms, CPU ${cpuPercent.toFixed(0)} %, ${lost} lost`
}

function write(found: PeerReport): void {
  if (file === undefined) return
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, `${JSON.stringify(found, undefined, 2)}\n`)
}

function readOptions(): ReturnType<typeof parseOptions> {
  try {
    return parseOptions(process.argv.slice(2))
  } catch (error) {
    return fail(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
  }
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}
