import { keys } from '@coplane/client/model/layout'
import type { ItemKind } from '@coplane/client/model/schema'
import type * as Y from 'yjs'
import type { Ends } from './canvas-index.ts'
import { hasParent, isEnd } from './register.ts'
import type { Placed } from './sibling-order.ts'

/** Whether an entry is a node or an edge of ours; whatever else is under these roots is carried and left alone. */
export function isItem(kind: ItemKind, entry: Y.Map<unknown>): boolean {
  if (kind === 'edge') return isEnd(entry.get(keys.source)) && isEnd(entry.get(keys.target))
  return typeof entry.get(keys.type) === 'string' && hasParent(entry.get(keys.placement))
}

export function typeOf(entry: Y.Map<unknown>): string {
  const type = entry.get(keys.type)
  return typeof type === 'string' ? type : ''
}

/** Numbers that are none count as 0 until they are mended. */
export function readPlaced(id: string, entry: Y.Map<unknown>): Placed {
  const [parent, x, y] = entry.get(keys.placement) as readonly [string, unknown, unknown]
  const z = entry.get(keys.order)
  return { id, parent, x: finiteOr0(x), y: finiteOr0(y), z: typeof z === 'string' ? z : '' }
}

export function readEnds(entry: Y.Map<unknown>): Ends {
  const [source] = entry.get(keys.source) as readonly [string, string]
  const [target] = entry.get(keys.target) as readonly [string, string]
  return [source, target]
}

function finiteOr0(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? value : 0
}
