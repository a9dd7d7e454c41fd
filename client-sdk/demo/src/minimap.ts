import type { Board } from './board.ts'
import type { OverviewPoint } from '@coplane/client'
import type { Box, Point } from '@coplane/client/bind'
import { personOf } from './person.ts'
import { bounds as boundsOf, encloses } from './box.ts'
import { element } from './element.ts'
import { land } from './flight.ts'
import { isGroup, kindOf } from './kinds.ts'

const size = { w: 184, h: 120, inset: 8 } as const
/** The picture of all nodes is repainted at most this often; the frame of the window follows every paint. */
const refreshMs = 400
/** Or less often, where it takes longer: 10,000 nodes every two seconds. */
const refreshMsPerNode = 0.2

/** Where the window is in the whole plane. A press takes the window there. */
export function minimap(board: Board): HTMLElement {
  const { room, view, stage, theme } = board
  const canvas = element('canvas', { class: 'minimap', 'aria-hidden': 'true' })
  const context = canvas.getContext('2d')
  const frame = element('div', { class: 'panel map' }, canvas)
  const picture = document.createElement('canvas')
  let painted = { atMs: -Infinity, changeSets: -1, dark: false, ratio: 0, nodes: -1 }
  let bounds: Box = { x: 0, y: 0, w: 1, h: 1 }
  let scale = 1
  let shown: readonly unknown[] = []

  let measured: { changeSets: number; all: Box | undefined } = { changeSets: -1, all: undefined }
  const extent = (): Box | undefined => {
    const { changeSets } = board
    if (measured.changeSets !== changeSets || !measured.all)
      measured = { changeSets, all: boundsOf(board.canvas.nodes()) }
    return measured.all
  }
  const repaint = (): void => {
    const nowMs = performance.now()
    const { isDark: dark, palette } = theme
    const ratio = stage.pixelRatio
    const current =
      painted.changeSets === board.changeSets &&
      painted.dark === dark &&
      painted.ratio === ratio &&
      painted.nodes === board.canvas.size
    if (
      current ||
      (nowMs - painted.atMs < Math.max(refreshMs, painted.nodes * refreshMsPerNode) &&
        painted.ratio === ratio)
    )
      return
    painted = { atMs: nowMs, changeSets: board.changeSets, dark, ratio, nodes: board.canvas.size }
    bounds = extent() ?? { x: -1, y: -1, w: 2, h: 2 }
    scale = Math.min((size.w - 2 * size.inset) / bounds.w, (size.h - 2 * size.inset) / bounds.h)
    for (const each of [canvas, picture]) {
      each.width = size.w * ratio
      each.height = size.h * ratio
    }
    const pen = picture.getContext('2d')
    if (!pen) return
    pen.setTransform(ratio, 0, 0, ratio, 0, 0)
    for (const item of board.canvas.nodes()) {
      const group = isGroup(item)
      if (group && item.depth > 1) continue
      const [x, y] = toMap([item.x, item.y])
      pen.globalAlpha = group ? 0.1 : 0.7
      pen.fillStyle = palette.hue[kindOf(item.node.type).hue]
      pen.fillRect(x, y, Math.max(1, item.w * scale), Math.max(1, item.h * scale))
    }
  }
  room.overview.subscribe(() => follow())
  const toMap = ([x, y]: Point): Point => [
    (size.w - bounds.w * scale) / 2 + (x - bounds.x) * scale,
    (size.h - bounds.h * scale) / 2 + (y - bounds.y) * scale,
  ]
  const follow = (): void => {
    if (!context) return
    const all = extent()
    // A map of what one sees anyway would only be in the way.
    frame.hidden = !all || encloses(view.box, all)
    if (frame.hidden || canvas.offsetParent === null) return
    repaint()
    const { box } = view
    const shows = [painted.atMs, box.x, box.y, box.w, box.h, room.overview.points]
    // Cursors that move repaint the canvas in every frame, and change nothing here.
    if (shows.every((value, index) => value === shown[index])) return
    shown = shows
    const ratio = stage.pixelRatio
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, canvas.width, canvas.height)
    context.drawImage(picture, 0, 0)
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    const [x, y] = toMap([box.x, box.y])
    context.strokeStyle = theme.palette.accent
    context.fillStyle = theme.palette.accentSoft
    context.lineWidth = 1.5
    context.beginPath()
    context.roundRect(x, y, box.w * scale, box.h * scale, 3)
    context.fill()
    context.stroke()
    for (const point of room.overview.points)
      if (point.member !== room.self.member) paintPerson(context, point)
  }
  const paintPerson = (pen: CanvasRenderingContext2D, { x, y, count, member }: OverviewPoint): void => {
    const other = member === undefined ? undefined : room.others.get(member)
    const [left, top] = toMap([x, y])
    pen.fillStyle = other ? personOf(other.profile, other.member).color : theme.palette.accent
    pen.beginPath()
    pen.arc(left, top, Math.min(5, 1.5 + Math.log2(count)), 0, 2 * Math.PI)
    pen.fill()
  }
  const travel = (event: PointerEvent): void => {
    const corner = canvas.getBoundingClientRect()
    const at: Point = [event.clientX - corner.left, event.clientY - corner.top]
    const [left, top] = toMap([bounds.x, bounds.y])
    land(board)
    view.moveTo(view.centered([bounds.x + (at[0] - left) / scale, bounds.y + (at[1] - top) / scale]))
  }
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId)
    travel(event)
  })
  canvas.addEventListener('pointermove', (event) => {
    if (canvas.hasPointerCapture(event.pointerId)) travel(event)
  })
  board.onPainted(follow)
  // What changed within the refresh interval of the last paint.
  setInterval(follow, refreshMs * 2)
  return frame
}
