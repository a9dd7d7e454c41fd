import { closeCodes, closeNameOf, mayRetry } from './protocol/close-codes.ts'

/** Where a room's connection is. `attempt` counts sockets that failed in a row. */
export type ConnectionState =
  | { readonly is: 'connecting'; readonly attempt: number }
  | { readonly is: 'greeting'; readonly attempt: number }
  | { readonly is: 'live'; readonly attempt: number }
  | { readonly is: 'waiting'; readonly attempt: number }
  | { readonly is: 'closed'; readonly code: number; readonly reason: string }

/** What can happen to it. */
export type ConnectionEvent =
  | { readonly is: 'opened' }
  /** The last SYNC frame was applied. */
  | { readonly is: 'synced' }
  /**
   * The socket is gone, or could not be opened. `random` from 0 to below 1 spreads the retry; `livedMs` is how long it was
   * live; `again` says that another token is worth a try, whatever the code says.
   */
  | {
      readonly is: 'lost'
      readonly code: number
      readonly reason: string
      readonly random: number
      readonly livedMs: number
      readonly again: boolean
    }
  /** The wait is over, or the network came back. */
  | { readonly is: 'retry' }
  /** The socket must be given up: silent for too long, or it brought what cannot be. */
  | { readonly is: 'broken'; readonly reason: string; readonly random: number }
  /** The application closed the room. */
  | { readonly is: 'close' }

/** What the effects loop must do, in order. */
export type ConnectionEffect =
  | { readonly do: 'open' }
  | { readonly do: 'hello' }
  | { readonly do: 'resend' }
  | { readonly do: 'wait'; readonly delayMs: number }
  | { readonly do: 'stop-waiting' }
  | { readonly do: 'drop'; readonly reason: string }

export interface Step {
  readonly state: ConnectionState
  readonly effects: readonly ConnectionEffect[]
}

type Handler<Is extends ConnectionState['is'], On extends ConnectionEvent['is']> = (
  state: Extract<ConnectionState, { is: Is }>,
  event: Extract<ConnectionEvent, { is: On }>,
) => Step

type Table = {
  readonly [Is in ConnectionState['is']]: { readonly [On in ConnectionEvent['is']]: Handler<Is, On> }
}

/** A socket that lived this long was a good one: the next failure starts counting anew. */
const goodForMs = 5_000
const firstDelayMs = 500
const longestDelayMs = 30_000
/** A restarting server is away for a moment, and everybody comes back at once: a wider first spread. */
const drainDelayMs = 2_000

/** Full jitter: anything from 0 to the cap, so that a thousand clients do not return together. */
export function retryDelayMs(attempt: number, code: number, random: number): number {
  const first = code === closeCodes.draining.code ? drainDelayMs : firstDelayMs
  return Math.floor(random * Math.min(longestDelayMs, first * 2 ** Math.min(attempt, 10)))
}

const stay = (state: ConnectionState): Step => ({ state, effects: [] })

function lost(attempt: number, event: Extract<ConnectionEvent, { is: 'lost' }>): Step {
  if (!mayRetry(event.code) && !event.again) {
    const reason = event.reason || (closeNameOf(event.code) ?? '')
    return { state: { is: 'closed', code: event.code, reason }, effects: [] }
  }
  const failed = event.livedMs >= goodForMs ? 0 : attempt
  return {
    state: { is: 'waiting', attempt: failed + 1 },
    effects: [{ do: 'wait', delayMs: retryDelayMs(failed, event.code, event.random) }],
  }
}

function broken(attempt: number, event: Extract<ConnectionEvent, { is: 'broken' }>): Step {
  return {
    state: { is: 'waiting', attempt: attempt + 1 },
    effects: [
      { do: 'drop', reason: event.reason },
      { do: 'wait', delayMs: retryDelayMs(attempt, 0, event.random) },
    ],
  }
}

const closedByApplication: ConnectionState = { is: 'closed', code: 1000, reason: 'closed by the application' }
const dropAndClose = (): Step => ({ state: closedByApplication, effects: [{ do: 'drop', reason: 'closed' }] })

const table: Table = {
  connecting: {
    opened: ({ attempt }) => ({ state: { is: 'greeting', attempt }, effects: [{ do: 'hello' }] }),
    synced: stay,
    lost: ({ attempt }, event) => lost(attempt, event),
    retry: stay,
    broken: ({ attempt }, event) => broken(attempt, event),
    close: dropAndClose,
  },
  greeting: {
    opened: stay,
    synced: ({ attempt }) => ({ state: { is: 'live', attempt }, effects: [{ do: 'resend' }] }),
    lost: ({ attempt }, event) => lost(attempt, event),
    retry: stay,
    broken: ({ attempt }, event) => broken(attempt, event),
    close: dropAndClose,
  },
  live: {
    opened: stay,
    // A slow reader is brought up to date in place; nothing else changes.
    synced: stay,
    lost: ({ attempt }, event) => lost(attempt, event),
    retry: stay,
    broken: ({ attempt }, event) => broken(attempt, event),
    close: dropAndClose,
  },
  waiting: {
    opened: stay,
    synced: stay,
    lost: stay,
    retry: ({ attempt }) => ({
      state: { is: 'connecting', attempt },
      effects: [{ do: 'stop-waiting' }, { do: 'open' }],
    }),
    broken: stay,
    close: () => ({ state: closedByApplication, effects: [{ do: 'stop-waiting' }] }),
  },
  closed: { opened: stay, synced: stay, lost: stay, retry: stay, broken: stay, close: stay },
}

/** The whole life of a connection as a pure function: no socket, no clock, no chance. */
export function step(state: ConnectionState, event: ConnectionEvent): Step {
  const handle = table[state.is][event.is] as (state: ConnectionState, event: ConnectionEvent) => Step
  return handle(state, event)
}
