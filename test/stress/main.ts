import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseOptions, usage, type StressOptions } from './options.ts'
import type { Outcome } from './outcome.ts'
import { summary, writeReport } from './report.ts'
import type { Scenario } from './scenario.ts'
import { scenarios } from './scenarios.ts'
import { Suite } from './suite.ts'

function tell(line: string): void {
  process.stderr.write(`${line}\n`)
}

async function chosen({ only, skip, also }: StressOptions): Promise<Scenario[]> {
  const more =
    also === undefined
      ? []
      : ((await import(pathToFileURL(resolve(also)).href)) as { scenarios: readonly Scenario[] }).scenarios
  const has = ({ id, sentence }: Scenario, text: string): boolean =>
    id.toLowerCase() === text.toLowerCase() || sentence.toLowerCase().includes(text.toLowerCase())
  return [...scenarios, ...more].filter(
    (each) => (only === undefined || has(each, only)) && (skip === undefined || !has(each, skip)),
  )
}

/** @returns the exit code. */
async function main(options: StressOptions): Promise<number> {
  const playing = await chosen(options)
  if (options.list) {
    for (const { id, sentence } of playing) process.stdout.write(`${id} ${sentence}\n`)
    return 0
  }
  if (playing.length === 0) throw new Error('no scenario has that in its id or sentence')
  const { seed, repeat, minutes, kills } = options
  const startedAt = new Date()
  tell(`stress: ${playing.length} scenarios, seed ${seed}`)
  const suite = await Suite.open(seed)
  const outcomes: Outcome[] = []
  const play = async (scenario: Scenario, each: number): Promise<void> => {
    const outcome = await suite.play(scenario, each, { minutes, kills })
    outcomes.push(outcome)
    tell(`${outcome.id} ${outcome.failure ? 'failed' : 'held'} after ${Math.round(outcome.ms)} ms`)
  }
  for (const scenario of playing) for (let run = 0; run < repeat; run++) await play(scenario, seed + run)
  await play(suite.last, seed)
  await suite.close()
  process.stdout.write(`${summary(outcomes)}\n`)
  if (options.report !== undefined) await writeReport(options.report, seed, startedAt, outcomes)
  return outcomes.some(({ failure }) => failure) ? 1 : 0
}

/** What still runs when all is over would keep the process for ever, and is a leak of this side. */
function endSoon(): void {
  setTimeout(() => {
    tell(`stress: still running: ${process.getActiveResourcesInfo().join(', ')}`)
    process.exit(1)
  }, 10_000).unref()
}

try {
  const options = parseOptions(process.argv.slice(2))
  if (options) process.exitCode = await main(options)
  else process.stdout.write(usage)
} catch (error) {
  tell(`stress: ${(error as Error).message}`)
  process.exitCode = 1
}
endSoon()
