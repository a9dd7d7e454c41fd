import type { Board } from './board.ts'
import { land } from './flight.ts'

/** Pixels that a wheel's "line" stands for. */
const lineHeight = 18

/** Two fingers or a wheel pan; with ctrl (which is also what a pinch on a trackpad sends) they zoom. */
export function listenToWheel(board: Board): void {
  const { stage, view } = board
  stage.element.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault()
      land(board)
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? lineHeight : 1
      const dx = event.deltaX * unit
      const dy = event.deltaY * unit
      const at = stage.point(event)
      // A notch of a wheel is 100 pixels or more, a trackpad's pinch one to ten: both should feel alike.
      if (event.ctrlKey || event.metaKey) view.zoomAt(at, Math.exp(-Math.max(-40, Math.min(40, dy)) * 0.0065))
      else if (event.shiftKey && dx === 0) view.panBy(-dy, 0)
      else view.panBy(-dx, -dy)
      board.room.cursor.set(view.toCanvas(at))
    },
    { passive: false },
  )
}
