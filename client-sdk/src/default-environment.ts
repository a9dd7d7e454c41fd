import { openWebSocket } from '#websocket'
import type { Environment } from './environment.ts'

/** The environment of a real browser or Node process. */
export const defaultEnvironment: Environment = {
  openSocket: openWebSocket,
  now: () => performance.now(),
  soon: (run) => queueMicrotask(run),
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
  onFrame: (run) => {
    // A hidden page draws nothing; its subscribers still learn of changes, once a second or so.
    if (typeof requestAnimationFrame === 'function' && !document.hidden) requestAnimationFrame(run)
    else setTimeout(run, 16)
  },
  random: () => Math.random(),
  onOnline: (run) => {
    if (typeof addEventListener !== 'function') return () => undefined
    addEventListener('online', run)
    return () => removeEventListener('online', run)
  },
  onHide: (run) => {
    if (typeof document !== 'object') return () => undefined
    const hidden = (): void => {
      if (document.hidden) run()
    }
    // A phone tells of the tab's end by neither of them alone.
    addEventListener('pagehide', run)
    document.addEventListener('visibilitychange', hidden)
    return () => {
      removeEventListener('pagehide', run)
      document.removeEventListener('visibilitychange', hidden)
    }
  },
  onVisibility: (run) => {
    if (typeof document !== 'object') return () => undefined
    const changed = (): void => run(document.hidden)
    document.addEventListener('visibilitychange', changed)
    if (document.hidden) run(true)
    return () => document.removeEventListener('visibilitychange', changed)
  },
  askBeforeLeaving: (isNeeded) => {
    if (typeof document !== 'object') return () => undefined
    const leaving = (event: BeforeUnloadEvent): void => {
      if (isNeeded()) event.preventDefault()
    }
    addEventListener('beforeunload', leaving)
    return () => removeEventListener('beforeunload', leaving)
  },
}
