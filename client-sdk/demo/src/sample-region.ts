import type { Hue } from './palette.ts'
import type { Random } from './random.ts'
import type { SampleBlock, SampleLink } from './sample-block.ts'
import { balancedRows, rowWidth, shelve, spread } from './sample-block.ts'
import type { Cluster } from './sample-cluster.ts'
import { cluster, leaf } from './sample-cluster.ts'

const domains = [
  'checkout',
  'catalog',
  'identity',
  'payments',
  'search',
  'shipping',
  'media',
  'pricing',
  'inventory',
  'alerts',
  'fraud',
  'loyalty',
  'returns',
  'reviews',
  'cart',
  'profile',
  'billing',
  'orders',
  'feed',
  'chat',
  'maps',
  'ads',
  'ranking',
  'exports',
  'audit',
  'coupons',
  'wishlist',
  'tracking',
  'support',
  'partners',
  'tax',
  'content',
] as const

const networks = ['storefront', 'core', 'fulfilment', 'insights'] as const
const dataPlane = [
  ['stream', 'event-log'],
  ['database', 'warehouse'],
  ['storage', 'data-lake'],
  ['function', 'etl'],
  ['monitor', 'metrics'],
] as const

const inset = {
  region: { side: 64, top: 136, bottom: 64 },
  network: { side: 40, top: 96, bottom: 40 },
} as const
const gap = { network: 56, cluster: 32 } as const

export interface Region {
  readonly block: SampleBlock
  readonly links: readonly SampleLink[]
  readonly entry: SampleBlock | undefined
  readonly warehouse: SampleBlock | undefined
}

/** One region of exactly `budget` nodes, groups counted: an edge strip, networks full of clusters, a data strip. */
export function region(name: string, hue: Hue, budget: number, aspect: number, random: Random): Region {
  const networkCount = budget < 60 ? 1 : budget < 120 ? 2 : budget < 600 ? 3 : 4
  const strips = budget >= 60
  const links: SampleLink[] = []
  const gateways = strips
    ? networks.slice(0, networkCount).map((part) => leaf('gateway', `${part}-ingress`, random))
    : []
  const firewall = strips ? leaf('gateway', 'waf', random) : undefined
  const platform = strips ? dataPlane.map(([type, label]) => leaf(type, label, random)) : []
  if (firewall)
    for (const gateway of gateways) links.push({ source: firewall, target: gateway, type: 'call' })

  const nodes = budget - 1 - networkCount - (strips ? gateways.length + 2 + platform.length + 1 : 0)
  const names = shuffled(domains, random)
  const lists = networks.slice(0, networkCount).map((_, index) => {
    const share =
      Math.floor((nodes * (index + 1)) / networkCount) - Math.floor((nodes * index) / networkCount)
    return fillNetwork(share, names, random)
  })
  const widthOf = ({ block }: Cluster): number => block.w + gap.cluster
  const wanted = wantedWidth(lists.flat(), aspect)
  const walls = lists.map((list) => balancedRows(list, widthOf, wanted))
  const inner = Math.max(
    ...walls.flat().map((row) =>
      rowWidth(
        row.map(({ block }) => block),
        gap.cluster,
      ),
    ),
  )
  const width = inner + 2 * inset.network.side

  const parts: SampleBlock[] = []
  if (firewall)
    parts.push(strip('Edge', hue, [...gateways.slice(0, 1), firewall, ...gateways.slice(1)], width))
  walls.forEach((rows, index) => parts.push(network(networks[index] ?? 'core', hue, rows, width)))
  if (strips) parts.push(strip('Data platform', hue, platform, width))
  const block: SampleBlock = { type: 'region', label: name, hue, x: 0, y: 0, w: 0, h: 0, children: parts }
  let y: number = inset.region.top
  for (const part of parts) {
    part.x = inset.region.side
    part.y = y
    y += part.h + gap.network
  }
  block.w = width + 2 * inset.region.side
  block.h = y - gap.network + inset.region.bottom
  link(walls, gateways, platform, random, links)
  return { block, links, entry: firewall ?? lists[0]?.[0]?.entry, warehouse: platform[1] }
}

/** Clusters of 9 to 17 nodes, their own frames counted, that add up to the share. */
function fillNetwork(share: number, names: string[], random: Random): Cluster[] {
  const list: Cluster[] = []
  for (let left = share; left > 0;) {
    const wanted = random.between(9, 17)
    const size = left - wanted < 7 ? left : wanted
    const name = names.shift() ?? 'team'
    names.push(`${name.replace(/-\d+$/, '')}-${Number(/\d+$/.exec(name)?.[0] ?? 1) + 1}`)
    list.push(cluster(name, Math.max(1, size - 1), random))
    left -= size
  }
  // Neighbours of about the same height leave no holes in a row.
  return list.sort((a, b) => b.block.h - a.block.h)
}

/** Calls go to the neighbour on the right or below, so that no line crosses the whole region. */
function link(
  walls: readonly (readonly (readonly Cluster[])[])[],
  gateways: readonly SampleBlock[],
  platform: readonly SampleBlock[],
  random: Random,
  links: SampleLink[],
): void {
  for (const list of walls) for (const row of list) for (const one of row) links.push(...one.links)
  const rows = walls.flat()
  rows.forEach((row, level) => {
    const below = rows[level + 1] ?? []
    row.forEach((one, index) => {
      const right = row[index + 1]
      if (right && random.chance(0.6)) links.push({ source: one.exit, target: right.entry, type: 'call' })
      const under = below[Math.floor(((index + 0.5) / row.length) * below.length)]
      if (under && random.chance(0.6)) links.push({ source: one.caller, target: under.entry, type: 'call' })
      if (level === 0 && gateways.length > 0) {
        const gateway = gateways[Math.floor((index / row.length) * gateways.length)]
        if (gateway) links.push({ source: gateway, target: one.entry, type: 'call' })
      }
      const store = platform[Math.min(2, Math.floor((index / row.length) * 3))]
      if (level === rows.length - 1 && store) links.push({ source: one.exit, target: store, type: 'data' })
    })
  })
  platform.slice(1).forEach((target, index) => {
    const source = platform[index]
    if (source) links.push({ source, target, type: 'data' })
  })
}

function network(name: string, hue: Hue, rows: readonly (readonly Cluster[])[], width: number): SampleBlock {
  const wall = rows.map((row) => row.map(({ block }) => block))
  const { side, top, bottom } = inset.network
  const height = shelve(wall, side, top, width - 2 * side, gap.cluster)
  return {
    type: 'network',
    label: `${name} network`,
    hue,
    x: 0,
    y: 0,
    w: width,
    h: top + height + bottom,
    children: wall.flat(),
  }
}

function strip(label: string, hue: Hue, children: SampleBlock[], width: number): SampleBlock {
  const block: SampleBlock = { type: 'network', label, hue, x: 0, y: 0, w: width, h: 0, children }
  spread(block, width, inset.network.top, inset.network.bottom)
  return block
}

/** The width of a row that gives the region about the wanted shape. */
function wantedWidth(clusters: readonly Cluster[], aspect: number): number {
  const area = clusters.reduce((sum, { block }) => sum + (block.w + gap.cluster) * (block.h + gap.cluster), 0)
  return Math.max(1200, Math.sqrt(area * 1.25 * aspect))
}

function shuffled(list: readonly string[], random: Random): string[] {
  const copy = [...list]
  for (let index = copy.length - 1; index > 0; index--) {
    const other = random.between(0, index)
    const kept = copy[index] as string
    copy[index] = copy[other] as string
    copy[other] = kept
  }
  return copy
}
