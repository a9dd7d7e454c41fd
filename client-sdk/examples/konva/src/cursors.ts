import type { Room } from '@coplane/client'
import Konva from 'konva'

/** Everybody else's cursor on a layer of its own, so that a moving cursor repaints no notes. */
export function showCursors(room: Room, layer: Konva.Layer): void {
  const labels = new Map<number, Konva.Label>()
  room.others.subscribe(() => {
    for (const [member, label] of labels)
      if (!room.others.get(member)?.cursor) {
        label.destroy()
        labels.delete(member)
      }
    for (const { member, cursor, profile } of room.others.all()) {
      if (!cursor) continue
      let label = labels.get(member)
      if (!label) {
        label = newLabel(profile.name ?? 'Guest', profile.color ?? '#475569')
        labels.set(member, label)
        layer.add(label)
      }
      label.position({ x: cursor[0], y: cursor[1] })
      // As large at any zoom.
      const zoom = layer.getAbsoluteScale().x / label.scaleX()
      label.scale({ x: 1 / zoom, y: 1 / zoom })
    }
    layer.batchDraw()
  })
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
