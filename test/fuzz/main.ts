import { rmSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { parseArgs } from 'node:util'
import { hexOf } from '../protocol/golden-bytes.ts'
import { compile } from './loop/compile.ts'
import { readCorpus, writeInput } from './loop/corpus.ts'
import { runTarget } from './loop/run-target.ts'
import { targets } from './targets.ts'

/**
 * `npm run fuzz -- [TARGET …] [--inputs N] [--minutes N] [--seed N] [--report FILE] [--keep]`. Inputs are shared among the targets.
 * The same seed makes the same inputs. Findings are printed and saved beside the corpus; exit code 1 says that there are some.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    inputs: { type: 'string', default: '100000' },
    minutes: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    report: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
})
const unknown = positionals.filter((name) => !targets.some((target) => target.name === name))
if (unknown.length > 0) {
  process.stderr.write(
    `no target ${unknown.join(', ')}; there are ${targets.map(({ name }) => name).join(', ')}\n`,
  )
  process.exit(2)
}
const asked = targets.filter(({ name }) => positionals.length === 0 || positionals.includes(name))
const folder = join(import.meta.dirname, 'corpus')
const shares = asked.reduce((sum, { share }) => sum + share, 0)
const compiled = await compile()
const deadline = performance.now() + Number(values.minutes) * 60_000
const runs: Record<string, unknown>[] = []
let findings = 0
try {
  for (const target of asked) {
    const corpus = readCorpus(folder, target.name)
    const result = await runTarget(compiled.worker, target, {
      seed: Number(values.seed),
      inputs: Math.ceil((Number(values.inputs) * target.share) / shares),
      deadlineMs: deadline - performance.now(),
      corpus: corpus.map(({ input }) => input),
    })
    for (const { message, input } of result.findings) {
      findings++
      const file = writeInput(folder, target.name, `found-${values.seed}-${findings}`, input)
      process.stdout.write(`FOUND ${target.name}: ${message}\n  ${relative('', file)}: ${hexOf(input)}\n`)
    }
    if (values.keep)
      for (const [index, input] of result.discovered.entries())
        writeInput(folder, target.name, `seed-${values.seed}-${index}`, input)
    const run = {
      target: target.name,
      inputs: result.inputs,
      perSecond: Math.round(result.inputs / result.seconds),
      seconds: Math.round(result.seconds * 10) / 10,
      branches: result.branches,
      corpus: corpus.length,
      discovered: result.discovered.length,
      findings: result.findings.map(({ message, input }) => ({ message, hex: hexOf(input) })),
    }
    runs.push(run)
    process.stdout.write(`${JSON.stringify({ ...run, findings: run.findings.length })}\n`)
  }
} finally {
  rmSync(compiled.folder, { recursive: true })
}
const report = {
  seed: Number(values.seed),
  node: process.version,
  inputs: runs.reduce((sum, { inputs }) => sum + (inputs as number), 0),
  branches: compiled.branches,
  findings,
  peakRssMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  runs,
}
if (values.report) writeFileSync(values.report, `${JSON.stringify(report, undefined, 2)}\n`)
process.stdout.write(`${report.inputs} inputs, ${findings} findings, peak RSS ${report.peakRssMiB} MiB\n`)
process.exitCode = findings > 0 ? 1 : 0
