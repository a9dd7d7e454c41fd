import type { Clock } from './room/ports.ts'

/** What a drain works on. */
export interface Drained {
  /** Takes no new connections; open ones stay and are served. */
  stopListening(): void
  readonly socketCount: number
  closeSockets(count: number): void
  /** Applies and publishes what waits for a tick, and resolves when everything is on disk. */
  store(): Promise<void>
}

export interface DrainTiming {
  /** For how long readiness says no before the listener closes, so that whoever sends traffic here hears of it first. */
  readonly waitMs: number
  /** Over what time the sockets are closed. */
  readonly spreadMs: number
}

/**
 * Ends a server without losing an edit, and is to be called once readiness says no: goes on serving for as long as a
 * load balancer takes to look elsewhere, takes no new sockets, sends everybody away evenly over time, stores what came in
 * until the last of them was gone. Closes are spread because clients without jitter come back as they were closed.
 */
export async function drain(server: Drained, { waitMs, spreadMs }: DrainTiming, clock: Clock): Promise<void> {
  const pass = (ms: number): Promise<void> =>
    new Promise((resolve) => {
      clock.after(ms, resolve)
    })
  if (waitMs > 0) await pass(waitMs)
  server.stopListening()
  const steps = Math.max(1, Math.floor(spreadMs / closeEveryMs))
  const closedAtOnce = Math.max(leastClosedAtOnce, Math.ceil(server.socketCount / steps))
  // What is still upgraded over a connection that was there before is sent away as well.
  while (server.socketCount > 0) {
    server.closeSockets(closedAtOnce)
    if (server.socketCount > 0) await pass(closeEveryMs)
  }
  await server.store()
}

const closeEveryMs = 50
/** Up to so many come back at once without anybody noticing, and a small server need not take its time. */
const leastClosedAtOnce = 5
