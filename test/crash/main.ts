import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { runCrash, type CrashOptions } from './crash-run.ts'
import { moments, type MomentName } from './moments.ts'

const names = Object.keys(moments) as MomentName[]

const usage = `usage: npm run crash -- [options]
  --seed N        what is drawn by chance: moments, delays, edits     (1)
  --kills N       SIGKILLs, at least                                  (50)
  --minutes N     how long it takes, at least                         (0)
  --only LIST     moments, of ${names.join(', ')}
  --report FILE   where the report goes, as JSON
`

function readOptions(): { readonly options: CrashOptions; readonly reportFile: string | undefined } {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    options: { seed: text, kills: text, minutes: text, only: text, report: text },
  })
  const number = (name: 'seed' | 'kills' | 'minutes', otherwise: number): number => {
    const value = Number(values[name] ?? otherwise)
    if (!(value >= 0)) throw new Error(`--${name} must be a number, not ${JSON.stringify(values[name])}`)
    return value
  }
  const only = (values.only?.split(',') ?? []).map((word) => {
    const name = names.find((each) => each === word)
    if (!name) throw new Error(`--only takes ${names.join(', ')}, not ${JSON.stringify(word)}`)
    return name
  })
  return {
    options: { seed: number('seed', 1), kills: number('kills', 50), minutes: number('minutes', 0), only },
    reportFile: values.report,
  }
}

function readOrGiveUp(): ReturnType<typeof readOptions> {
  try {
    return readOptions()
  } catch (error) {
    process.stderr.write(`crash: ${(error as Error).message}\n${usage}`)
    process.exit(1)
  }
}

const { options, reportFile } = readOrGiveUp()
const report = await runCrash(options, (line) => process.stdout.write(`${line}\n`))
const text = `${JSON.stringify(report, undefined, 2)}\n`
process.stdout.write(text)
if (reportFile !== undefined) writeFileSync(reportFile, text)
if (report.fault !== undefined) {
  process.stdout.write(`replay: npm run crash -- --seed ${options.seed} --kills ${options.kills}\n`)
  process.exit(1)
}
