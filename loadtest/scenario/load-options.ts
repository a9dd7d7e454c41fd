/** What one run of a script does, read from its environment. */
export interface LoadOptions {
  readonly cells: readonly Cell[]
  readonly profile: Profile
  /** Document updates per second of the whole cell, for the profile `stream`. */
  readonly rate: number
  /** How often every member's cursor moves in the profile `stream`. */
  readonly cursorHz: number
  /** Share of the members that drag nodes in the profile `people`. */
  readonly writers: number
  readonly rooms: number
  readonly joinSeconds: number
  readonly warmUpSeconds: number
  readonly holdSeconds: number
  /** Events per second of each room, for the event lane. */
  readonly eventRate: number
  /** What is between members and server; over a bad one nobody expects the times of loopback. */
  readonly network: 'good' | 'bad'
  /** Sockets of one virtual user, which is one JavaScript thread at most. */
  readonly socketsPerVu: number
}

export type Profile = 'people' | 'stream'

/** One load: so many nodes, so many sessions. */
export interface Cell {
  readonly name: string
  readonly nodes: number
  readonly sessions: number
}

/** What a script does when nothing else is asked for. */
export interface LoadDefaults {
  readonly grid: string
  readonly holdSeconds: number
  readonly rooms?: number
  readonly joinSeconds?: number
  readonly eventRate?: number
}

/** @throws Error with one sentence for whoever set the variable. */
export function readLoadOptions(
  env: Readonly<Record<string, string | undefined>>,
  defaults: LoadDefaults,
): LoadOptions {
  const number = (name: string, fallback: number, least: number, most: number): number => {
    const text = env[name]
    if (text === undefined || text === '') return fallback
    const value = Number(text)
    if (!Number.isFinite(value) || value < least || value > most)
      throw new Error(`${name}=${text} is not usable: it must be a number from ${least} to ${most}`)
    return value
  }
  const profile = env['PROFILE'] || 'people'
  if (profile !== 'people' && profile !== 'stream')
    throw new Error(`PROFILE=${profile} is not usable: it must be people or stream`)
  const network = env['NETWORK'] || 'good'
  if (network !== 'good' && network !== 'bad')
    throw new Error(`NETWORK=${network} is not usable: it must be good or bad`)
  return {
    network,
    cells: (env['GRID'] || defaults.grid).split(',').map(parseCell),
    profile,
    rate: number('RATE', 1_000, 0, 1e6),
    cursorHz: number('CURSOR_HZ', 0, 0, 60),
    writers: number('WRITERS', 0.05, 0, 1),
    rooms: number('ROOMS', defaults.rooms ?? 1, 1, 100_000),
    joinSeconds: number('JOIN_S', defaults.joinSeconds ?? 5, 0, 3_600),
    warmUpSeconds: number('WARMUP_S', 5, 0, 3_600),
    holdSeconds: number('HOLD_S', defaults.holdSeconds, 1, 86_400),
    eventRate: number('EVENT_RATE', defaults.eventRate ?? 0, 0, 1e5),
    socketsPerVu: number('SOCKETS_PER_VU', 500, 1, 10_000),
  }
}

/** `1000x300` is 1,000 nodes and 300 sessions. */
function parseCell(text: string): Cell {
  const [, nodes, sessions] = /^(\d+)x(\d+)$/.exec(text.trim()) ?? []
  if (nodes === undefined || sessions === undefined || Number(nodes) === 0 || Number(sessions) === 0)
    throw new Error(
      `GRID=${text} is not usable: it must be cells such as 100x100,1000x300 (nodes x sessions)`,
    )
  return { name: `n${nodes}_s${sessions}`, nodes: Number(nodes), sessions: Number(sessions) }
}
