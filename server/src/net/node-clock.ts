import type { Clock } from '../room/ports.ts'

/** The clock of the running process. */
export const nodeClock: Clock = {
  now: () => performance.now(),
  soon: (run) => {
    setImmediate(run)
  },
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}
