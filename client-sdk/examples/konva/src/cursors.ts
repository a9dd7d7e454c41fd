import type { Room } from '@coplane/client'
import Konva from 'konva'

/** Everybody else's cursor on a layer of its own, so that a moving cursor repaints no notes. */
export function showCursors(room: Room, layer: Konva.Layer): void {
  const labels = new Map<number, Konva.Label>()
  const paint = (nowMs: number): void => {
    const gone = new Set(labels.keys())
    // As large at any zoom.
    const scale = 1 / (layer.getStage()?.scaleX() ?? 1)
    for (const { member, x, y, opacity, profile } of room.cursors.sample(nowMs)) {
      gone.delete(member)
      let label = labels.get(member)
      if (!label) {
        label = newLabel(profile.name ?? 'Guest', profile.color ?? '#475569')
        labels.set(member, label)
        layer.add(label)
      }
      label.setAttrs({ x, y, opacity, scaleX: scale, scaleY: scale })
    }
    for (const member of gone) {
      labels.get(member)?.destroy()
      labels.delete(member)
    }
    layer.batchDraw()
    if (room.cursors.isMoving(nowMs)) room.onNextFrame(paint)
  }
  room.cursors.subscribe(() => room.onNextFrame(paint))
}

function newLabel(name: string, color: string): Konva.Label {
  const label = new Konva.Label()
  label.add(
    new Konva.Tag({
      fill: color,
      cornerRadius: 4,
      pointerDirection: 'up',
      pointerWidth: 10,
      pointerHeight: 8,
    }),
    new Konva.Text({ text: name, fill: '#fff', padding: 5, fontSize: 12, fontStyle: 'bold' }),
  )
  return label
}
