import { routeTo, route } from './curve.ts'
import type { Draft } from './draft.ts'
import { handle, handlesOf, showsHandles } from './handles.ts'
import type { Brush } from './brush.ts'
import { kindOf } from './kinds.ts'
import { arrow, trace } from './painter-edges.ts'
import type { BoundNode, CanvasBinding } from '@coplane/client/bind'
import type { Selection } from './selection.ts'
import type { Wires } from './wires.ts'

/** Edges of the selected nodes light up, but not those of half the canvas. */
const litNodes = 40

/** What this person is doing: selection, handles, marquee, an edge or a node that is about to be. */
export function paintOverlay(
  brush: Brush,
  draft: Draft,
  selection: Selection,
  canvas: CanvasBinding,
  wires: Wires,
  edgesOf: (id: string) => readonly { id: string }[],
): void {
  const { context, palette, zoom } = brush
  const lit = new Set<string>(selection.edges)
  if (draft.hoveredEdge) lit.add(draft.hoveredEdge)
  if (selection.nodes.size <= litNodes)
    for (const id of selection.nodes) for (const edge of edgesOf(id)) lit.add(edge.id)
  if (lit.size > 0) paintLit(brush, wires, lit, selection.edges)

  context.strokeStyle = palette.accent
  context.lineWidth = 2 / zoom
  for (const id of selection.nodes) {
    const item = canvas.node(id)
    if (item) outlineItem(brush, item)
  }
  const group = draft.dropGroup && canvas.node(draft.dropGroup)
  if (group) outlineItem(brush, group)
  const target = draft.link?.target && canvas.node(draft.link.target)
  if (target) outlineItem(brush, target)
  if (draft.link) paintLink(brush, draft.link, canvas)
  if (draft.ghost && draft.armed) paintGhost(brush, draft.ghost, draft.armed.w, draft.armed.h)
  if (draft.marquee) {
    const { x, y, w, h } = draft.marquee
    context.lineWidth = 1 / zoom
    context.fillStyle = palette.accentSoft
    context.fillRect(x, y, w, h)
    context.strokeRect(x, y, w, h)
  }
  const hovered = draft.hovered && !draft.dragging && !draft.link && canvas.node(draft.hovered)
  if (hovered && showsHandles(zoom)) paintHandles(brush, hovered)
}

/** The line's colour and width are the context's. */
export function outlineItem({ context, zoom }: Brush, { x, y, w, h, node }: BoundNode): void {
  const { header } = kindOf(node.type)
  const gap = 2 / zoom
  context.beginPath()
  context.roundRect(x - gap, y - gap, w + 2 * gap, h + 2 * gap, (header > 0 ? header * 0.3 : 10) + gap)
  context.stroke()
}

function paintLit(
  { context, palette, zoom }: Brush,
  wires: Wires,
  ids: ReadonlySet<string>,
  selected: ReadonlySet<string>,
): void {
  context.strokeStyle = palette.accent
  context.fillStyle = palette.accent
  for (const id of ids) {
    const wire = wires.get(id)
    if (!wire) continue
    context.lineWidth = (selected.has(id) ? 3 : 1.75) / zoom
    context.beginPath()
    trace(context, wire.curve)
    context.stroke()
    context.beginPath()
    arrow(context, wire.curve)
    context.fill()
  }
}

function paintLink(
  { context, palette, zoom }: Brush,
  link: NonNullable<Draft['link']>,
  canvas: CanvasBinding,
): void {
  const source = canvas.node(link.source)
  if (!source) return
  const target = link.target ? canvas.node(link.target) : undefined
  const curve = target ? route(source, target) : routeTo(source, ...link.end)
  context.strokeStyle = palette.accent
  context.fillStyle = palette.accent
  context.lineWidth = 2 / zoom
  context.beginPath()
  trace(context, curve)
  context.stroke()
  context.beginPath()
  arrow(context, curve)
  context.fill()
}

function paintGhost(
  { context, palette, zoom }: Brush,
  [x, y]: readonly [number, number],
  w: number,
  h: number,
): void {
  context.beginPath()
  context.roundRect(x - w / 2, y - h / 2, w, h, 10)
  context.fillStyle = palette.accentSoft
  context.fill()
  context.lineWidth = 1.5 / zoom
  context.setLineDash([6 / zoom, 4 / zoom])
  context.strokeStyle = palette.accent
  context.stroke()
  context.setLineDash([])
}

function paintHandles({ context, palette, zoom }: Brush, item: BoundNode): void {
  context.lineWidth = 1.75 / zoom
  context.strokeStyle = palette.accent
  context.fillStyle = palette.card
  for (const [x, y] of handlesOf(item)) {
    context.beginPath()
    context.arc(x, y, handle.radiusPx / zoom, 0, 2 * Math.PI)
    context.fill()
    context.stroke()
  }
}
