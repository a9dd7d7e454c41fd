import type { BoundNode } from '@coplane/client/bind'
import type { Icon } from './icons.ts'
import type { Hue } from './palette.ts'

/** What a node's type looks like, and how large a new one is. */
export interface Kind {
  readonly type: string
  readonly name: string
  readonly icon: Icon
  readonly hue: Hue
  readonly w: number
  readonly h: number
  /** Canvas units of a group's title strip; 0 for a card. A group holds other nodes and is grabbed by this strip. */
  readonly header: number
}

const card = { w: 176, h: 56, header: 0 } as const

const all: readonly Kind[] = [
  { type: 'service', name: 'Service', icon: 'service', hue: 'indigo', ...card },
  { type: 'function', name: 'Function', icon: 'function', hue: 'orange', ...card },
  { type: 'queue', name: 'Queue', icon: 'queue', hue: 'pink', ...card },
  { type: 'stream', name: 'Stream', icon: 'stream', hue: 'violet', ...card },
  { type: 'database', name: 'Database', icon: 'database', hue: 'blue', ...card },
  { type: 'cache', name: 'Cache', icon: 'cache', hue: 'red', ...card },
  { type: 'storage', name: 'Storage', icon: 'storage', hue: 'green', ...card },
  { type: 'balancer', name: 'Load balancer', icon: 'balancer', hue: 'cyan', ...card },
  { type: 'gateway', name: 'Gateway', icon: 'gateway', hue: 'teal', ...card },
  { type: 'client', name: 'Client', icon: 'client', hue: 'slate', ...card },
  { type: 'monitor', name: 'Monitoring', icon: 'monitor', hue: 'amber', ...card },
  { type: 'region', name: 'Region', icon: 'group', hue: 'slate', w: 1600, h: 1200, header: 112 },
  { type: 'network', name: 'Network', icon: 'group', hue: 'slate', w: 1000, h: 720, header: 72 },
  { type: 'group', name: 'Group', icon: 'group', hue: 'slate', w: 480, h: 320, header: 40 },
]

const byType = new Map(all.map((kind) => [kind.type, kind]))

/** In the order of the toolbar, which is also the order of the keys 1 to 9. */
export const palette: readonly Kind[] = [
  'service',
  'function',
  'queue',
  'stream',
  'database',
  'cache',
  'storage',
  'balancer',
  'gateway',
  'group',
].map(kindOf)

/** A group holds other nodes, a card does not. */
export function isGroup({ node }: BoundNode): boolean {
  return kindOf(node.type).header > 0
}

/** Any client may write any type into the room: one that this page does not know is a plain card. */
export function kindOf(type: string): Kind {
  return byType.get(type) ?? { type, name: type || 'Node', icon: 'unknown', hue: 'slate', ...card }
}
