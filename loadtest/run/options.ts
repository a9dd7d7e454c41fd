import { parseArgs } from 'node:util'
import type { ScenarioName } from '../report/run-report.ts'
import { CannotRun } from './cannot-run.ts'
import { isScenario, scenarios } from './scenarios.ts'

/** What whoever starts a run has asked for. */
export interface RunOptions {
  readonly scenario: ScenarioName
  /** Variables of the k6 scripts (scenario/load-options.ts), those that were given. */
  readonly variables: Readonly<Record<string, string>>
  /** A server that runs already, such as `ws://127.0.0.1:8080`; undefined to start one. */
  readonly url: string | undefined
  /** Settings of the server that is started, such as COPLANE_TICK_MIN_MS. */
  readonly serverSettings: Readonly<Record<string, string>>
  readonly oracles: number
  readonly placement: 'apart' | 'shared' | undefined
  readonly out: string
  readonly html: string
}

/** @returns undefined for whoever only asks how it is used. @throws CannotRun */
export function parseOptions(args: readonly string[]): RunOptions | undefined {
  const { values, positionals } = parse(args)
  if (values.help) return undefined
  const [scenario, ...more] = positionals
  if (scenario === undefined || !isScenario(scenario) || more.length > 0)
    throw new CannotRun(
      `${scenario === undefined ? 'no scenario was named' : `${JSON.stringify(positionals.join(' '))} is no scenario`}: choose one of ${Object.keys(scenarios).join(', ')}`,
    )
  const { placement } = values
  if (placement !== undefined && placement !== 'apart' && placement !== 'shared')
    throw new CannotRun(`--placement ${placement} is not usable: it must be apart or shared`)
  const out = values.out ?? `loadtest/results/${scenario}.json`
  return {
    scenario,
    variables: variablesOf(values),
    url: values.url === undefined ? undefined : originOf(values.url),
    serverSettings: serverSettingsOf(values),
    oracles: values.oracles === undefined ? 2 : wholeNumber('oracles', values.oracles, 0, 10),
    placement,
    out,
    html: values.html ?? out.replace(/(\.json)?$/, '.html'),
  }
}

export const usage = `usage: npm run loadtest -- SCENARIO [options]

scenarios
${Object.entries(scenarios)
  .map(([name, { about }]) => `  ${name.padEnd(17)}${about}`)
  .join('\n')}

options
  --grid CELLS        nodes x sessions, such as 100x100,1000x300; one room and one run of k6 for each
  --profile NAME      people (drag by gestures and commit, others move cursors) or stream (updates at --rate)
  --rate N            document updates per second of a cell, for the profile stream
  --cursor-hz N       how often every cursor moves, for the profile stream
  --writers SHARE     share of the members that drag, for the profile people
  --rooms N           rooms that the sessions are spread over
  --join S            seconds within which all join
  --warmup S          seconds of load before anything is measured
  --hold S            seconds that are measured
  --set NAME=VALUE    any other variable of the script; may be given more than once
  --tick-min MS       least interval of the server's ticks (COPLANE_TICK_MIN_MS)
  --live-min MS       least interval of its live values (COPLANE_LIVE_MIN_MS)
  --server NAME=VALUE any other setting of the server that is started; may be given more than once
  --oracles N         SDK clients that apply everything and are compared in the end (2)
  --placement HOW     apart: the server has a core of its own; shared: nobody has
  --url URL           a server that runs already, such as ws://127.0.0.1:8080
  --out FILE          the report (loadtest/results/SCENARIO.json); the one that is there becomes the last run
  --html FILE         the page (beside the report)
`

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        grid: { type: 'string' },
        profile: { type: 'string' },
        rate: { type: 'string' },
        'cursor-hz': { type: 'string' },
        writers: { type: 'string' },
        rooms: { type: 'string' },
        join: { type: 'string' },
        warmup: { type: 'string' },
        hold: { type: 'string' },
        set: { type: 'string', multiple: true },
        'tick-min': { type: 'string' },
        'live-min': { type: 'string' },
        server: { type: 'string', multiple: true },
        oracles: { type: 'string' },
        placement: { type: 'string' },
        url: { type: 'string' },
        out: { type: 'string' },
        html: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (error) {
    throw new CannotRun((error as Error).message.split('\n', 1)[0])
  }
}

const variableOf = {
  grid: 'GRID',
  profile: 'PROFILE',
  rate: 'RATE',
  'cursor-hz': 'CURSOR_HZ',
  writers: 'WRITERS',
  rooms: 'ROOMS',
  join: 'JOIN_S',
  warmup: 'WARMUP_S',
  hold: 'HOLD_S',
} as const

function variablesOf(values: ReturnType<typeof parse>['values']): Record<string, string> {
  const variables: Record<string, string> = {}
  for (const [option, name] of Object.entries(variableOf) as [keyof typeof variableOf, string][]) {
    const value = values[option]
    if (value !== undefined) variables[name] = value
  }
  for (const text of values.set ?? []) Object.assign(variables, assignment('set', text))
  return variables
}

function serverSettingsOf(values: ReturnType<typeof parse>['values']): Record<string, string> {
  const settings: Record<string, string> = {}
  const [tickMin, liveMin] = [values['tick-min'], values['live-min']]
  if (tickMin !== undefined)
    settings['COPLANE_TICK_MIN_MS'] = String(wholeNumber('tick-min', tickMin, 1, 1_000))
  if (liveMin !== undefined)
    settings['COPLANE_LIVE_MIN_MS'] = String(wholeNumber('live-min', liveMin, 0, 250))
  for (const text of values.server ?? []) Object.assign(settings, assignment('server', text))
  return settings
}

function assignment(option: string, text: string): Record<string, string> {
  const [, name, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/.exec(text) ?? []
  if (name === undefined || value === undefined)
    throw new CannotRun(`--${option} ${text} is not usable: it must be NAME=VALUE`)
  return { [name]: value }
}

function wholeNumber(option: string, text: string, least: number, most: number): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new CannotRun(
      `--${option} ${text} is not usable: it must be a whole number from ${least} to ${most}`,
    )
  return value
}

function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^(ws|wss|http|https):$/.test(url.protocol))
    throw new CannotRun(`--url ${text} is not usable: it must be like ws://127.0.0.1:8080`)
  return `${url.protocol.replace(/^http/, 'ws')}//${url.host}`
}
