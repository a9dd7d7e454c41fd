import type { ScenarioName } from '../report/run-report.ts'

/** What a scenario runs when nothing else is asked for. */
export interface Scenario {
  readonly about: string
  /** In loadtest/k6/. */
  readonly script: string
  /** Variables of the script. */
  readonly defaults: Readonly<Record<string, string>>
  /** What its members do, where that is not one of the profiles. */
  readonly profile?: string
  /** How each cell reaches the server: each of these, one after the other. */
  readonly ways: readonly Way[]
  /** Whether edits are held to the bounds of a good network and a steady room. */
  readonly isFast: boolean
  /** Whether every frame is read by somebody, so that the ledger must agree. */
  readonly isCounted: boolean
  /** Whether a browser takes part. */
  readonly hasPages: boolean
  /** Whether it goes on for long, so that nothing may drift. */
  readonly isLong: boolean
}

export type Way = 'loopback' | 'bad-network'

const steady: Pick<Scenario, 'ways' | 'isFast' | 'isCounted' | 'hasPages' | 'isLong'> = {
  ways: ['loopback'],
  isFast: true,
  isCounted: true,
  hasPages: false,
  isLong: false,
}

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  grid: {
    about: '100, 500 and 1,000 nodes by 100, 500 and 1,000 sessions in one room each',
    script: 'grid.ts',
    defaults: {
      GRID: '100x100,100x500,100x1000,500x100,500x500,500x1000,1000x100,1000x500,1000x1000',
      HOLD_S: '30',
    },
    ...steady,
  },
  fps: {
    about: 'a browser in the room of 1,000 sessions: frames per second of the demo and of React Flow',
    script: 'fps.ts',
    defaults: {
      GRID: '100x1000,500x1000,1000x1000,2000x1000,10000x1000',
      WARMUP_S: '10',
      HOLD_S: '15',
      // The browser needs the cores, too: larger virtual users would be late to handle what they read.
      SOCKETS_PER_VU: '250',
    },
    ...steady,
    hasPages: true,
  },
  network: {
    about: 'the same cell on loopback and over a bad network',
    script: 'grid.ts',
    defaults: { GRID: '1000x1000', HOLD_S: '60' },
    ...steady,
    ways: ['loopback', 'bad-network'],
  },
  soak: {
    about: 'ten minutes or as long as --hold says: memory, descriptors and latency from first to last',
    script: 'soak.ts',
    defaults: { GRID: '1000x1000', HOLD_S: '600', JOIN_S: '10' },
    ...steady,
    isLong: true,
  },
  spike: {
    about: 'all join within a second',
    script: 'spike.ts',
    defaults: { GRID: '1000x1000', JOIN_S: '1', HOLD_S: '20' },
    ...steady,
  },
  'reconnect-storm': {
    about: 'all are cut at once and come back',
    script: 'reconnect-storm.ts',
    defaults: { GRID: '1000x1000', HOLD_S: '40' },
    ...steady,
    isFast: false,
    // What was on the way to a socket that was cut was sent, and nobody read it.
    isCounted: false,
  },
  'slow-consumers': {
    about: 'a share of the readers is slow or stops reading',
    script: '',
    // Cells of its own: loadtest/slow-readers/slow-cell.ts.
    defaults: { GRID: '20x100' },
    ...steady,
  },
  'many-rooms': {
    about: '1,000 sessions over 100 rooms',
    script: 'many-rooms.ts',
    defaults: { GRID: '100x1000', ROOMS: '100', HOLD_S: '30' },
    ...steady,
  },
  events: {
    about: 'the event lane: order, gaps, replay, repeated keys',
    script: 'events.ts',
    profile: 'events',
    defaults: { GRID: '100x300', HOLD_S: '30' },
    ...steady,
    isFast: false,
  },
}

export function isScenario(name: string): name is ScenarioName {
  return Object.hasOwn(scenarios, name)
}
