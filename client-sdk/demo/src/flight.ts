import type { Board } from './board.ts'
import type { Animation } from './frame-loop.ts'
import type { Camera } from './view.ts'

const durationMs = 220

const flights = new WeakMap<Board, Animation>()

/** Takes the camera somewhere, visibly: a jump would leave people wondering where they are. */
export function fly(board: Board, to: Camera): void {
  const { view, loop } = board
  land(board)
  if (matchMedia('(prefers-reduced-motion: reduce)').matches) return view.moveTo(to)
  const from = { x: view.x, y: view.y, span: 1 / view.zoom }
  const span = 1 / to.zoom
  const startMs = performance.now()
  const step = (nowMs: number): boolean => {
    const t = Math.min(1, Math.max(0, (nowMs - startMs) / durationMs))
    const eased = 1 - (1 - t) ** 3
    // With 1 / zoom and the corner both linear, the point that a zoom is centred on stays where it is.
    const mix = (a: number, b: number): number => a + (b - a) * eased
    if (t < 1) view.moveTo({ x: mix(from.x, to.x), y: mix(from.y, to.y), zoom: 1 / mix(from.span, span) })
    else view.moveTo(to)
    return t < 1
  }
  flights.set(board, step)
  loop.animate(step)
}

/** Ends a flight where it is: the person has taken the camera over. */
export function land(board: Board): void {
  const flight = flights.get(board)
  if (flight) board.loop.stop(flight)
}
