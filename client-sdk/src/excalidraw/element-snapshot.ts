import type { BoundNode } from '../bind/bound.ts'
import { isSame, type Json } from '../json.ts'
import type { SceneElement } from './element.ts'
import { elementValues, pathTypes } from './element-values.ts'

/** What the room and the scene have to agree on of one element: its place on the canvas, its size, its turn and its values. */
export interface ElementSnapshot {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  /** Degrees, clockwise. */
  readonly rotation: number
  readonly values: Readonly<Record<string, Json>>
}

const fullTurn = 360
/** Finer than anybody sees, and coarse enough that radians and back make no difference. */
const degreeSteps = 1e4

/** @returns undefined for a type that Excalidraw does not have: such a node stays in the room and is not shown. */
export function snapshotOfNode({ x, y, node }: BoundNode): ElementSnapshot | undefined {
  const known = elementValues[node.type]
  if (!known) return undefined
  const { w, h, data } = node
  const values: Record<string, Json> = {}
  for (const [name, rule] of Object.entries(known)) {
    const value = data[name]
    values[name] = value !== undefined && rule.accepts(value) ? value : rule.fallback
  }
  if (data['customData'] !== undefined) values['customData'] = data['customData']
  if (pathTypes.has(node.type) && (values['points'] as Json[]).length < 2)
    values['points'] = [
      [0, 0],
      [w, h],
    ]
  // An agent that adds a text need not know that Excalidraw keeps it twice.
  if (node.type === 'text' && data['originalText'] === undefined)
    values['originalText'] = values['text'] ?? ''
  // Under way between two places a node is on no quarter.
  return {
    x: quarter(x),
    y: quarter(y),
    w: quarter(w),
    h: quarter(h),
    rotation: rounded(node.rotation),
    values,
  }
}

/** @returns undefined for a type that is not kept, such as the selection frame. */
export function snapshotOfElement(element: SceneElement): ElementSnapshot | undefined {
  const known = elementValues[element.type]
  if (!known) return undefined
  const given = element as unknown as Readonly<Record<string, Json | undefined>>
  const values: Record<string, Json> = {}
  for (const [name, { fallback }] of Object.entries(known)) values[name] = given[name] ?? fallback
  if (given['customData'] !== undefined) values['customData'] = given['customData']
  const { x, y, width, height, angle } = element
  return {
    x: quarter(x),
    y: quarter(y),
    w: quarter(width),
    h: quarter(height),
    rotation: rounded((angle * fullTurn) / (2 * Math.PI)),
    values,
  }
}

/** Whether one can be drawn for the other. */
export function sameSnapshot(left: ElementSnapshot, right: ElementSnapshot): boolean {
  return samePlace(left, right) && left.rotation === right.rotation && isSame(left.values, right.values)
}

export function samePlace(left: ElementSnapshot, right: ElementSnapshot): boolean {
  return left.x === right.x && left.y === right.y && left.w === right.w && left.h === right.h
}

/**
 * The values that differ, as a change of the node's data: those that are what they would be anyway are not stored.
 * @param before what is stored, or nothing for a new node.
 */
export function changedData(
  type: string,
  before: ElementSnapshot | undefined,
  { values }: ElementSnapshot,
): Record<string, Json | undefined> {
  const changed: Record<string, Json | undefined> = {}
  for (const name of new Set([...Object.keys(values), ...Object.keys(before?.values ?? {})])) {
    const value = values[name]
    const fallback = elementValues[type]?.[name]?.fallback
    if (before ? isSame(value, before.values[name]) : isSame(value, fallback)) continue
    // Copied: Excalidraw goes on working on its own arrays.
    changed[name] = isSame(value, fallback) ? undefined : structuredClone(value)
  }
  return changed
}

/** The properties of an Excalidraw element that show this. */
export function elementProps({ x, y, w, h, rotation, values }: ElementSnapshot): Record<string, unknown> {
  const copied = structuredClone(values)
  return { x, y, width: w, height: h, angle: (rotation * 2 * Math.PI) / fullTurn, ...copied }
}

/** As the room keeps positions. */
function quarter(value: number): number {
  return Math.round(value * 4) / 4
}

function rounded(degrees: number): number {
  const turned = ((degrees % fullTurn) + fullTurn) % fullTurn
  return (Math.round(turned * degreeSteps) / degreeSteps) % fullTurn
}
