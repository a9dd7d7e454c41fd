import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { subjectNames, type PeerOptions, type SubjectName } from './peer-report.ts'
import { parseWorkload } from './workload.ts'

/** About eleven minutes, of DESIGN §9's rows. */
const full: PeerOptions = {
  sessions: 1000,
  nodes: 1000,
  workloads: [
    { rate: 100, cursorHz: 0 },
    { rate: 1000, cursorHz: 0 },
    { rate: 6000, cursorHz: 0 },
    { rate: 50, cursorHz: 0.2 },
    { rate: 500, cursorHz: 1 },
  ],
  subjects: subjectNames,
  seconds: 5,
  warmUpSeconds: 2,
  rounds: 2,
  joinsPerSecond: 500,
  seed: 1,
  server: fileURLToPath(new URL('../../server/dist/main.js', import.meta.url)),
}

/** For CI: about a minute, at a load that each peer can carry on a core of its own. */
const smoke: PeerOptions = {
  ...full,
  sessions: 100,
  nodes: 100,
  workloads: [{ rate: 500, cursorHz: 0 }],
  subjects: subjectNames.filter((name) => name !== 'floor'),
  rounds: 1,
}

export const usage = `usage: npm run loadtest:peers -- [options]   (build first: npm run build)
  --smoke           100 sessions, one rate, one round
  --sessions N      sessions in the one room                 (${full.sessions})
  --nodes N         nodes of its document                    (${full.nodes})
  --loads LIST      updates/s, with @ and everybody's cursor moves per second (100,1000,6000,50@0.2,500@1)
  --subjects LIST   of ${subjectNames.join(', ')}
  --seconds N       measured window                          (${full.seconds})
  --warm-up N       seconds of load before it                (${full.warmUpSeconds})
  --rounds N        times that all of it is run              (${full.rounds})
  --join-rate N     sockets opened per second                (${full.joinsPerSecond})
  --seed N          seed of positions and phases             (${full.seed})
  --server FILE     another build's main.js
  --json FILE       where the report goes
`

/** @throws Error with a sentence when an argument is not usable. */
export function parseOptions(args: readonly string[]): {
  readonly options: PeerOptions
  readonly jsonFile: string | undefined
  readonly isSmoke: boolean
} {
  const text = { type: 'string' } as const
  const { values } = parseArgs({
    args: [...args],
    options: {
      smoke: { type: 'boolean', default: false },
      sessions: text,
      nodes: text,
      loads: text,
      subjects: text,
      seconds: text,
      'warm-up': text,
      rounds: text,
      'join-rate': text,
      seed: text,
      server: text,
      json: text,
    },
  })
  const base = values.smoke ? smoke : full
  const number = (
    name: 'sessions' | 'nodes' | 'seconds' | 'warm-up' | 'rounds' | 'join-rate' | 'seed',
    otherwise: number,
  ): number => {
    const value = values[name] === undefined ? otherwise : Number(values[name])
    if (!(value > 0))
      throw new Error(`--${name} must be a number above 0, not ${JSON.stringify(values[name])}`)
    return value
  }
  return {
    options: {
      sessions: number('sessions', base.sessions),
      nodes: number('nodes', base.nodes),
      workloads: values.loads?.split(',').map(workloadOf) ?? base.workloads,
      subjects: values.subjects?.split(',').map(subjectOf) ?? base.subjects,
      seconds: number('seconds', base.seconds),
      warmUpSeconds: number('warm-up', base.warmUpSeconds),
      rounds: number('rounds', base.rounds),
      joinsPerSecond: number('join-rate', base.joinsPerSecond),
      seed: number('seed', base.seed),
      server: values.server ?? base.server,
    },
    jsonFile: values.json,
    isSmoke: values.smoke,
  }
}

function workloadOf(text: string): PeerOptions['workloads'][number] {
  const workload = parseWorkload(text)
  if (!workload) throw new Error(`--loads takes rates such as 1000 or 500@1, not ${JSON.stringify(text)}`)
  return workload
}

function subjectOf(text: string): SubjectName {
  const name = subjectNames.find((each) => each === text)
  if (!name) throw new Error(`--subjects takes ${subjectNames.join(', ')}, not ${JSON.stringify(text)}`)
  return name
}
