import { writeFileSync } from 'node:fs'
import { parseOptions, usage } from './fan-out/options.ts'
import { runFanOut } from './fan-out/runs.ts'
import { printTable } from './fan-out/table.ts'

/** The end-to-end bench from the command line; `--help` lists its options. */
if (process.argv.includes('--help')) {
  process.stdout.write(usage)
  process.exit(0)
}
// Exiting ends the processes that were started.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))

const { options, jsonFile } = readOptions()
const found = await runFanOut(options, (name, { latency, serverCpu, lost }) => {
  process.stderr.write(
    `${name}: P95 ${latency.p95.toFixed(2)} ms, server CPU ${serverCpu.total.toFixed(1)} %, ${lost} lost\n`,
  )
})
process.stdout.write(printTable(found))
if (jsonFile !== undefined) writeFileSync(jsonFile, `${JSON.stringify(found, undefined, 2)}\n`)

function readOptions(): ReturnType<typeof parseOptions> {
  try {
    return parseOptions(process.argv.slice(2))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${usage}`)
    process.exit(1)
  }
}
