import { pino, type Logger } from 'pino'

/** JSON lines on standard error, so that standard output keeps the one start-up line. */
export function createLog(level: string): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ fd: 2, sync: true }),
  )
}
