import * as Y from 'yjs'
import { isSame, type Json } from '../json.ts'
import { keys } from '../model/layout.ts'
import { setOrDelete, type ItemData } from './item-data.ts'

/** One end of an edge: a node and the name of its handle ('' for the node as a whole). */
export type EdgeEnd = readonly [node: string, handle: string]

/** An edge as the application reads it: frozen, and the same object until something of it changes. */
export interface CanvasEdge {
  readonly id: string
  readonly type: string
  readonly source: EdgeEnd
  readonly target: EdgeEnd
  /** Points that the edge passes, replaced as a whole. */
  readonly waypoints: readonly (readonly [x: number, y: number])[]
  readonly style: Json | undefined
  readonly data: Readonly<Record<string, Json>>
}

/** What can be changed of an edge. A data key set to undefined is removed. */
export interface EdgeChange {
  readonly type?: string
  readonly source?: EdgeEnd
  readonly target?: EdgeEnd
  readonly waypoints?: readonly (readonly [x: number, y: number])[]
  readonly style?: Json | undefined
  readonly data?: Readonly<Record<string, Json | undefined>>
}

/** An edge to create. */
export interface NewEdge extends EdgeChange {
  readonly source: EdgeEnd
  readonly target: EdgeEnd
  /** Chosen by the SDK when absent. */
  readonly id?: string
}

/** @returns undefined for an entry that is not an edge of this schema; such entries are left alone and not shown. */
export function readEdge(id: string, entry: unknown, data: ItemData): CanvasEdge | undefined {
  if (!(entry instanceof Y.Map)) return undefined
  const source: unknown = entry.get(keys.source)
  const target: unknown = entry.get(keys.target)
  if (!isEnd(source) || !isEnd(target)) return undefined
  const type: unknown = entry.get(keys.type)
  const waypoints: unknown = entry.get(keys.waypoints)
  return Object.freeze({
    id,
    type: typeof type === 'string' ? type : '',
    source,
    target,
    waypoints: Array.isArray(waypoints) ? (waypoints as [number, number][]) : noWaypoints,
    style: entry.get(keys.style) as Json | undefined,
    data: data.read(id, entry),
  })
}

export function newEdgeEntry(edge: NewEdge, data: ItemData): Y.Map<unknown> {
  const entry = new Y.Map<unknown>()
  entry.set(keys.type, edge.type ?? '')
  entry.set(keys.source, [...edge.source])
  entry.set(keys.target, [...edge.target])
  if (edge.waypoints && edge.waypoints.length > 0) entry.set(keys.waypoints, edge.waypoints)
  if (edge.style !== undefined) entry.set(keys.style, edge.style)
  data.create(entry, edge.type ?? '', edge.data)
  return entry
}

/** Sets what differs and nothing else. @returns whether anything did. */
export function changeEdgeEntry(
  entry: Y.Map<unknown>,
  edge: CanvasEdge,
  change: EdgeChange,
  data: ItemData,
): boolean {
  let isWritten = false
  const set = (key: string, value: unknown): void => {
    entry.set(key, value)
    isWritten = true
  }
  if (change.type !== undefined && change.type !== edge.type) set(keys.type, change.type)
  if (change.source && !sameEnd(change.source, edge.source)) set(keys.source, [...change.source])
  if (change.target && !sameEnd(change.target, edge.target)) set(keys.target, [...change.target])
  if (change.waypoints && !isSame(change.waypoints, edge.waypoints)) set(keys.waypoints, change.waypoints)
  if ('style' in change && setOrDelete(entry, keys.style, change.style)) isWritten = true
  return data.change(entry, change.type ?? edge.type, change.data) || isWritten
}

const noWaypoints: readonly (readonly [number, number])[] = Object.freeze([])

function isEnd(value: unknown): value is EdgeEnd {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string'
}

function sameEnd(left: EdgeEnd, right: EdgeEnd): boolean {
  return left[0] === right[0] && left[1] === right[1]
}
