import { isCoordinate, keys, maxCoordinate } from '@coplane/client/model/layout'

/** One key whose value the canvas itself relies on. */
export interface Register {
  readonly key: string
  /** Completes "must be …". */
  readonly demand: string
  readonly isSound: (value: unknown) => boolean
  /** What to write where no sound value is known; undefined removes the key. */
  readonly mend: (value: unknown) => unknown
}

const bounded = `within ±${maxCoordinate} units`

export const nodeRegisters: readonly Register[] = [
  { key: keys.type, demand: 'a string', isSound: isString, mend: () => '' },
  {
    key: keys.placement,
    demand: `[parent, x, y] ${bounded}`,
    isSound: isSoundPlacement,
    mend: (value) => [
      hasParent(value) ? value[0] : '',
      ...mendPair(Array.isArray(value) ? value.slice(1) : []),
    ],
  },
  {
    key: keys.size,
    demand: `[w, h] ${bounded}`,
    isSound: (value) => value === undefined || isPair(value),
    mend: (value) => mendPair(Array.isArray(value) ? value : []),
  },
  {
    key: keys.rotation,
    demand: 'a finite number of degrees',
    isSound: (value) => value === undefined || isCoordinate(value),
    mend: () => undefined,
  },
]

export const edgeRegisters: readonly Register[] = [
  { key: keys.source, demand: '[node, handle]', isSound: isEnd, mend: () => undefined },
  { key: keys.target, demand: '[node, handle]', isSound: isEnd, mend: () => undefined },
  {
    key: keys.waypoints,
    demand: `[[x, y], …] ${bounded}`,
    isSound: (value) => value === undefined || (Array.isArray(value) && value.every(isPair)),
    mend: () => undefined,
  },
]

/** Whether a placement names its parent, which is what makes an entry a node even where the numbers are wrong. */
export function hasParent(value: unknown): value is readonly [string, ...unknown[]] {
  return Array.isArray(value) && typeof value[0] === 'string'
}

export function isSoundPlacement(value: unknown): value is readonly [parent: string, x: number, y: number] {
  return hasParent(value) && isCoordinate(value[1]) && isCoordinate(value[2])
}

export function isEnd(value: unknown): value is readonly [node: string, handle: string] {
  return Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'string'
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}

function isPair(value: unknown): boolean {
  return Array.isArray(value) && isCoordinate(value[0]) && isCoordinate(value[1])
}

function mendPair([first, second]: readonly unknown[]): [number, number] {
  return [isCoordinate(first) ? first : 0, isCoordinate(second) ? second : 0]
}
