import type Konva from 'konva'

const zoomRange = { least: 0.1, most: 4 } as const

/** The wheel pans; with ctrl, which is also what a pinch on a trackpad sends, it zooms around the pointer. */
export function followWheel(stage: Konva.Stage): void {
  stage.on('wheel', ({ evt }) => {
    evt.preventDefault()
    if (!evt.ctrlKey) {
      stage.position({ x: stage.x() - evt.deltaX, y: stage.y() - evt.deltaY })
      return
    }
    const at = stage.getPointerPosition()
    if (!at) return
    const before = stage.scaleX()
    const zoom = Math.min(zoomRange.most, Math.max(zoomRange.least, before * Math.exp(-evt.deltaY * 0.005)))
    stage.scale({ x: zoom, y: zoom })
    stage.position({
      x: at.x - ((at.x - stage.x()) * zoom) / before,
      y: at.y - ((at.y - stage.y()) * zoom) / before,
    })
  })
}

export function followWindow(stage: Konva.Stage): void {
  addEventListener('resize', () => stage.size({ width: innerWidth, height: innerHeight }))
}
