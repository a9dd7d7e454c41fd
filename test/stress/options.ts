import { parseArgs } from 'node:util'

/** What `npm run stress` is asked for. */
export interface StressOptions {
  readonly seed: number
  /** Runs of each scenario, each with the next seed. */
  readonly repeat: number
  /** Text in the id or sentence of the scenarios to play; undefined plays all. */
  readonly only: string | undefined
  readonly skip: string | undefined
  readonly minutes: number | undefined
  readonly kills: number | undefined
  /** File that the report goes to. */
  readonly report: string | undefined
  /** A module with more scenarios. */
  readonly also: string | undefined
  readonly list: boolean
}

export const usage = `npm run stress -- [options]

  --seed N        every draw follows from it (default: the time)
  --only TEXT     only scenarios with this in their id or sentence
  --skip TEXT     all but those
  --repeat N      play each N times, with the seeds from --seed on
  --minutes N     how long a scenario that can last lasts (chaos)
  --kills N       how often one that kills its server does so (chaos)
  --report FILE   write what was held, injected and checked as JSON
  --also FILE     scenarios of another module too: its export \`scenarios\`
  --list          say what there is
`

/** @returns undefined when only the usage was asked for. @throws Error in one sentence. */
export function parseOptions(args: readonly string[]): StressOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      only: { type: 'string' },
      skip: { type: 'string' },
      repeat: { type: 'string', default: '1' },
      minutes: { type: 'string' },
      kills: { type: 'string' },
      report: { type: 'string' },
      also: { type: 'string' },
      list: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  })
  if (values.help) return undefined
  const { only, skip, report, also, list, seed, minutes, kills } = values
  return {
    seed: seed === undefined ? Date.now() % 2 ** 31 : count('seed', seed, 0),
    repeat: count('repeat', values.repeat, 1),
    minutes: minutes === undefined ? undefined : count('minutes', minutes, 1),
    kills: kills === undefined ? undefined : count('kills', kills, 0),
    only,
    skip,
    report,
    also,
    list,
  }
}

function count(option: string, text: string, least: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value >= 2 ** 31)
    throw new Error(`--${option} ${text} is not usable: it must be a whole number from ${least}`)
  return value
}
