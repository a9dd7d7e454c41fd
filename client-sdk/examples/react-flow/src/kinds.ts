import type { FlowHandle } from '@coplane/client/react-flow'

/** What can be put on the canvas: how it is called, drawn, and how large a new one is. */
export interface Kind {
  readonly type: string
  readonly name: string
  /** An outline on a 24 × 24 grid. */
  readonly icon: string
  readonly hue: string
}

export const cardSize = { w: 208, h: 64 } as const
export const frameSize = { w: 560, h: 320 } as const

export const kinds: readonly Kind[] = [
  {
    type: 'trigger',
    name: 'Trigger',
    icon: 'M13 3 5 13.5h6L10.5 21 19 10.5h-6.2Z',
    hue: 'amber',
  },
  {
    type: 'gateway',
    name: 'Gateway',
    icon: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18ZM3.5 12h17M12 3c-5 5-5 13 0 18M12 3c5 5 5 13 0 18',
    hue: 'teal',
  },
  {
    type: 'service',
    name: 'Service',
    icon: 'M12 3 20 7.5v9L12 21l-8-4.5v-9ZM4.3 7.7 12 12l7.7-4.3M12 12v8.8',
    hue: 'indigo',
  },
  {
    type: 'function',
    name: 'Function',
    icon: 'M6 4h2.2c1 0 1.5.6 1.9 1.5L17 20h2M11.3 9.5 6 20',
    hue: 'orange',
  },
  {
    type: 'queue',
    name: 'Queue',
    icon: 'M3 7.5h5v9H3ZM11 7.5h5v9h-5ZM19.5 7.5v9',
    hue: 'pink',
  },
  {
    type: 'database',
    name: 'Database',
    icon: 'M4.5 6c0-1.7 3.4-3 7.5-3s7.5 1.3 7.5 3-3.4 3-7.5 3-7.5-1.3-7.5-3ZM4.5 6v12c0 1.7 3.4 3 7.5 3s7.5-1.3 7.5-3V6M4.5 12c0 1.7 3.4 3 7.5 3s7.5-1.3 7.5-3',
    hue: 'blue',
  },
  {
    type: 'storage',
    name: 'Storage',
    icon: 'M4 5.5C4 4.1 7.6 3 12 3s8 1.1 8 2.5S16.4 8 12 8 4 6.9 4 5.5ZM4 5.5l2 13.5c.2 1.2 2.8 2 6 2s5.8-.8 6-2l2-13.5',
    hue: 'green',
  },
]

const byType = new Map(kinds.map((kind) => [kind.type, kind]))

export function kindOf(type = 'unknown'): Kind {
  return byType.get(type) ?? { type, name: type, icon: 'M5 4h14v16H5ZM9 12h6', hue: 'slate' }
}

const cardHandles: readonly FlowHandle[] = [
  { type: 'target', position: 'left', id: 'in', size: 10 },
  { type: 'source', position: 'right', id: 'out', size: 10 },
]

/** Where the cards' handles are, so that React Flow has nothing to measure. */
export const flowTypes = Object.fromEntries([
  ...kinds.map(({ type }) => [type, { handles: cardHandles }] as const),
  ['frame', { handles: [] }] as const,
])
