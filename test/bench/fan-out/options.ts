import { parseArgs } from 'node:util'

/** What a fan-out run measures. */
export interface FanOutOptions {
  readonly sessions: number
  readonly nodes: number
  /** Updates per second of all sessions together. */
  readonly rate: number
  readonly seconds: number
  readonly warmUpSeconds: number
  readonly pairs: number
  readonly joinsPerSecond: number
  readonly seed: number
  /** The compiled server to run; the repository's own unless another build is to be compared. */
  readonly server: string
}

export const defaultOptions: FanOutOptions = {
  sessions: 1000,
  nodes: 1000,
  rate: 1000,
  seconds: 10,
  warmUpSeconds: 3,
  pairs: 3,
  joinsPerSecond: 500,
  seed: 1,
  server: new URL('../../../server/dist/main.js', import.meta.url).pathname,
}

export const usage = `usage: npx tsx test/bench/fan-out.ts [options]   (build first: npm run build)
  --sessions N    sessions in the one room            (${defaultOptions.sessions})
  --nodes N       nodes of its document               (${defaultOptions.nodes})
  --rate N        updates per second, all sessions    (${defaultOptions.rate})
  --seconds N     measured window                     (${defaultOptions.seconds})
  --warm-up N     seconds of load before it           (${defaultOptions.warmUpSeconds})
  --pairs N       Coplane and floor runs, in turn     (${defaultOptions.pairs})
  --join-rate N   sockets opened per second           (${defaultOptions.joinsPerSecond})
  --seed N        seed of positions and phases        (${defaultOptions.seed})
  --server FILE   another build's main.js
  --json FILE     write everything there, too
`

/** @throws Error with a sentence when an argument is not usable. */
export function parseOptions(args: readonly string[]): {
  readonly options: FanOutOptions
  readonly jsonFile: string | undefined
} {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      sessions: text,
      nodes: text,
      rate: text,
      seconds: text,
      'warm-up': text,
      pairs: text,
      'join-rate': text,
      seed: text,
      server: text,
      json: text,
    },
  })
  const number = (name: Exclude<keyof typeof values, 'server' | 'json'>, otherwise: number): number => {
    const value = values[name] === undefined ? otherwise : Number(values[name])
    if (!(value > 0))
      throw new Error(`--${name} must be a number above 0, not ${JSON.stringify(values[name])}`)
    return value
  }
  return {
    options: {
      sessions: number('sessions', defaultOptions.sessions),
      nodes: number('nodes', defaultOptions.nodes),
      rate: number('rate', defaultOptions.rate),
      seconds: number('seconds', defaultOptions.seconds),
      warmUpSeconds: number('warm-up', defaultOptions.warmUpSeconds),
      pairs: number('pairs', defaultOptions.pairs),
      joinsPerSecond: number('join-rate', defaultOptions.joinsPerSecond),
      seed: number('seed', defaultOptions.seed),
      server: values.server ?? defaultOptions.server,
    },
    jsonFile: values.json,
  }
}
