import type { Json } from '../json.ts'
import type { CanvasEdge } from './edge.ts'
import type { CanvasNode } from './node.ts'

/** A node in a clip: what the document has of it. */
export interface ClipNode {
  readonly id: string
  readonly type: string
  readonly parent: string
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly rotation: number
  readonly z: string
  readonly locked: boolean
  readonly style?: Json
  readonly data: Readonly<Record<string, Json>>
  /** Of an outermost node: where it was on the canvas. */
  readonly place?: readonly [x: number, y: number]
}

/** An edge among copied nodes. */
export interface ClipEdge {
  readonly type: string
  readonly source: readonly [node: string, handle: string]
  readonly target: readonly [node: string, handle: string]
  readonly waypoints: readonly (readonly [x: number, y: number])[]
  readonly style?: Json
  readonly data: Readonly<Record<string, Json>>
}

/** A copied piece of a canvas: plain JSON, for the clipboard or another room. */
export interface Clip {
  readonly coplane: 'clip'
  /** Parents before children, back to front. */
  readonly nodes: readonly ClipNode[]
  /** Those with both ends among the nodes. */
  readonly edges: readonly ClipEdge[]
}

/** Where `room.paste` puts what was copied. */
export interface PasteOptions {
  /** How far from where it was copied, in canvas units. Default 0. */
  readonly dx?: number
  readonly dy?: number
  /** The parent of the outermost nodes; '' is the canvas. Default: the one each had, where it is still there. */
  readonly parent?: string
}

export function clipNode(
  { id, type, parent, x, y, w, h, rotation, z, locked, style, data }: CanvasNode,
  local: (key: string) => boolean,
  place: { readonly x: number; readonly y: number } | undefined,
): ClipNode {
  return {
    ...{ id, type, parent, x, y, w, h, rotation, z, locked, data: shared(data, local) },
    ...(style !== undefined && { style }),
    ...(place && { place: [place.x, place.y] as const }),
  }
}

export function clipEdge(
  { type, source, target, waypoints, style, data }: CanvasEdge,
  local: (key: string) => boolean,
): ClipEdge {
  return {
    ...{ type, source, target, waypoints, data: shared(data, local) },
    ...(style !== undefined && { style }),
  }
}

/** @throws TypeError for what `room.copy` did not make. */
export function checkClip(value: unknown): Clip {
  const clip = typeof value === 'object' && value !== null ? (value as Partial<Clip>) : {}
  if (clip.coplane !== 'clip' || !Array.isArray(clip.nodes) || !Array.isArray(clip.edges))
    throw new TypeError('what is to be pasted is no clip of room.copy')
  return clip as Clip
}

function shared(
  data: Readonly<Record<string, Json>>,
  local: (key: string) => boolean,
): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(data).filter(([key]) => !local(key)))
}
