import { openRoom, type Room } from '@coplane/client'
import { bindKonva, type KonvaBinding } from '@coplane/client/konva'
import Konva from 'konva'
import { showCursors } from './cursors.ts'
import { noteColors, renderArrow, renderNote } from './note.ts'
import { followWheel, followWindow } from './stage-view.ts'

declare global {
  interface Window {
    /** For the console, and for tests. */
    coplane?: { readonly room: Room; readonly board: KonvaBinding }
  }
}

const name = new URLSearchParams(location.search).get('room') ?? 'konva'
const color = '#'.concat(
  Math.floor(Math.random() * 0x808080)
    .toString(16)
    .padStart(6, '0'),
)
const room = openRoom(`/v1/rooms/${encodeURIComponent(name)}`, { profile: { name: 'Guest', color } })

const stage = new Konva.Stage({ container: 'stage', width: innerWidth, height: innerHeight })
const layer = new Konva.Layer()
const cursors = new Konva.Layer({ listening: false })
stage.add(layer, cursors)
followWheel(stage)
followWindow(stage)
showCursors(room, cursors)

let selected: string | undefined
const board = bindKonva(room, layer, {
  render: (node) => {
    const holder = node.heldBy === undefined ? undefined : room.others.get(node.heldBy)
    return renderNote(node, holder?.profile.color ?? (node.id === selected ? '#4f46e5' : undefined))
  },
  renderEdge: renderArrow,
})
window.coplane = { room, board }

function select(id: string | undefined): void {
  const before = selected
  selected = id
  for (const each of [before, id]) if (each !== undefined) board.refresh(each)
}

stage.on('click tap', ({ target }) => select(board.idOf(target)))
stage.on('dblclick dbltap', () => {
  const at = layer.getRelativePointerPosition()
  if (!at) return
  const text = prompt('What should it say?')
  if (!text) return
  const fill = noteColors[Math.floor(Math.random() * noteColors.length)] ?? noteColors[0]
  const id = room.nodes.create({
    type: 'note',
    x: at.x - 80,
    y: at.y - 50,
    w: 160,
    h: 100,
    style: { fill },
    data: { text },
  })
  if (selected !== undefined && room.nodes.has(selected))
    room.edges.create({ source: [selected, ''], target: [id, ''] })
  select(id)
})
stage.on('mousemove', () => {
  const at = layer.getRelativePointerPosition()
  if (at) room.cursor.set([at.x, at.y])
})
stage.on('mouseleave', () => room.cursor.set(undefined))
addEventListener('keydown', ({ key }) => {
  if (selected !== undefined && (key === 'Delete' || key === 'Backspace')) room.nodes.remove(selected)
})
