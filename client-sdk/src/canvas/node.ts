import * as Y from 'yjs'
import type { Json } from '../json.ts'
import { keys } from '../model/layout.ts'
import { ItemData, setOrDelete } from './item-data.ts'
import { isPlacement } from './placement.ts'

/** A node as the application reads it: frozen, and the same object until something of it changes. */
export interface CanvasNode {
  readonly id: string
  /** Set at creation, never changed. */
  readonly type: string
  /** The node that this one's position is relative to; '' is the canvas. */
  readonly parent: string
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  /** Degrees, clockwise. */
  readonly rotation: number
  /** Stacking order: a fractional index, compared as a plain string, then by id. */
  readonly z: string
  /** Set by the application for those who edit by hand; the SDK itself still changes what is told to. */
  readonly locked: boolean
  /** Presentation, replaced as a whole. */
  readonly style: Json | undefined
  /** The application's own values; each key merges by itself. */
  readonly data: Readonly<Record<string, Json>>
  /** Member index of whoever has the node in hand: it is where that gesture has it. Undefined while nobody does. */
  readonly heldBy: number | undefined
}

/** What can be changed of a node. A data key set to undefined is removed. */
export interface NodeChange {
  readonly parent?: string
  readonly x?: number
  readonly y?: number
  readonly w?: number
  readonly h?: number
  readonly rotation?: number
  readonly z?: string
  readonly locked?: boolean
  readonly style?: Json | undefined
  readonly data?: Readonly<Record<string, Json | undefined>>
}

/** A node to create. Without a parent it lies on the canvas, without a place at 0,0, without a size it has none. */
export interface NewNode extends NodeChange {
  readonly type: string
  /** Chosen by the SDK when absent. */
  readonly id?: string
}

/** @returns undefined for an entry that is not a node of this schema; such entries are left alone and not shown. */
export function readNode(id: string, entry: unknown, data: ItemData): CanvasNode | undefined {
  if (id === '' || !(entry instanceof Y.Map)) return undefined
  const type: unknown = entry.get(keys.type)
  const placement: unknown = entry.get(keys.placement)
  const size: unknown = entry.get(keys.size)
  if (typeof type !== 'string' || !isPlacement(placement)) return undefined
  const [w, h] = isPair(size) ? size : [0, 0]
  const z: unknown = entry.get(keys.order)
  const rotation: unknown = entry.get(keys.rotation)
  return Object.freeze({
    id,
    type,
    parent: placement[0],
    x: placement[1],
    y: placement[2],
    w,
    h,
    rotation: Number.isFinite(rotation) ? (rotation as number) : 0,
    z: typeof z === 'string' ? z : '',
    locked: entry.get(keys.locked) === 1,
    style: entry.get(keys.style) as Json | undefined,
    data: data.read(id, entry),
    heldBy: undefined,
  })
}

/** The Yjs entry of a new node. Keys that hold their default are left out. */
export function newNodeEntry(node: NewNode, z: string, data = freeData): Y.Map<unknown> {
  const entry = new Y.Map<unknown>()
  entry.set(keys.type, node.type)
  entry.set(keys.placement, [node.parent ?? '', quarter('x', node.x ?? 0), quarter('y', node.y ?? 0)])
  entry.set(keys.size, [quarter('w', node.w ?? 0), quarter('h', node.h ?? 0)])
  entry.set(keys.order, node.z ?? z)
  if (node.rotation) entry.set(keys.rotation, finite('rotation', node.rotation))
  if (node.locked) entry.set(keys.locked, 1)
  if (node.style !== undefined) entry.set(keys.style, node.style)
  data.create(entry, node.type, node.data)
  return entry
}

/**
 * Sets what differs and nothing else: a key written again with the same value would still grow the document.
 * @returns whether anything did.
 */
export function changeNodeEntry(
  entry: Y.Map<unknown>,
  node: CanvasNode,
  change: NodeChange,
  data: ItemData,
): boolean {
  let isWritten = false
  const set = (key: string, value: unknown): void => {
    entry.set(key, value)
    isWritten = true
  }
  const parent = change.parent ?? node.parent
  const x = change.x === undefined ? node.x : quarter('x', change.x)
  const y = change.y === undefined ? node.y : quarter('y', change.y)
  if (parent !== node.parent || x !== node.x || y !== node.y) set(keys.placement, [parent, x, y])
  const w = change.w === undefined ? node.w : quarter('w', change.w)
  const h = change.h === undefined ? node.h : quarter('h', change.h)
  if (w !== node.w || h !== node.h) set(keys.size, [w, h])
  if (change.rotation !== undefined && change.rotation !== node.rotation)
    set(keys.rotation, finite('rotation', change.rotation))
  if (change.z !== undefined && change.z !== node.z) set(keys.order, change.z)
  if (change.locked !== undefined && setOrDelete(entry, keys.locked, change.locked ? 1 : undefined))
    isWritten = true
  if ('style' in change && setOrDelete(entry, keys.style, change.style)) isWritten = true
  return data.change(entry, node.type, change.data) || isWritten
}

const freeData = new ItemData('node', undefined)

/** Positions are stored in quarter pixels (DESIGN §7): finer ones cost bytes and show nothing. */
function quarter(name: string, value: number): number {
  return Math.round(finite(name, value) * 4) / 4
}

function finite(name: string, value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`a node's ${name} must be a finite number, not ${value}`)
  return value
}

function isPair(value: unknown): value is readonly [number, number] {
  return Array.isArray(value) && Number.isFinite(value[0]) && Number.isFinite(value[1])
}
