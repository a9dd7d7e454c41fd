import type { Hue } from './palette.ts'
import type { Random } from './random.ts'
import type { SampleBlock, SampleLink } from './sample-block.ts'
import { shelve, spread } from './sample-block.ts'
import type { Cluster } from './sample-cluster.ts'
import { cluster, leaf } from './sample-cluster.ts'

const domains = [
  'checkout', 'catalog', 'identity', 'payments', 'search', 'shipping', 'media', 'pricing', 'inventory', 'alerts',
  'fraud', 'loyalty', 'returns', 'reviews', 'cart', 'profile', 'billing', 'orders', 'feed', 'chat', 'maps', 'ads',
  'ranking', 'exports', 'audit', 'coupons', 'wishlist', 'tracking', 'support', 'partners', 'tax', 'content',
] as const

const networks = ['storefront', 'core', 'fulfilment', 'insights'] as const
const dataPlane = [
  ['stream', 'event-log'], ['database', 'warehouse'], ['storage', 'data-lake'], ['function', 'etl'], ['monitor', 'metrics'],
] as const

const inset = { region: { side: 64, top: 136, bottom: 64 }, network: { side: 40, top: 96, bottom: 40 } } as const
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
  const gateways = strips ? networks.slice(0, networkCount).map(part => leaf('gateway', `${part}-ingress`, random)) : []
  const firewall = strips ? leaf('gateway', 'waf', random) : undefined
  const platform = strips ? dataPlane.map(([type, label]) => leaf(type, label, random)) : []
  if (firewall) for (const gateway of gateways) links.push({ source: firewall, target: gateway, type: 'call' })

  const nodes = budget - 1 - networkCount - (strips ? gateways.length + 2 + platform.length + 1 : 0)
  const names = shuffled(domains, random)
  const clusters = networks.slice(0, networkCount).map((_, index) => {
    const share = Math.floor((nodes * (index + 1)) / networkCount) - Math.floor((nodes * index) / networkCount)
    return fillNetwork(share, names, random)
  })
  clusters.forEach((list, index) => link(list, gateways[index], platform, random, links))

  const width = widthFor(clusters.flat(), aspect)
  const parts: SampleBlock[] = []
  if (firewall) parts.push(strip('Edge', hue, [firewall, ...gateways], width))
  clusters.forEach((list, index) => parts.push(network(networks[index] ?? 'core', hue, list, width)))
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
  for (const list of clusters) for (const one of list) links.push(...one.links)
  return { block, links, entry: firewall ?? clusters[0]?.[0]?.entry, warehouse: platform[1] }
}

/** Clusters of 9 to 17 nodes, their own frames counted, that add up to the share. */
function fillNetwork(share: number, names: string[], random: Random): Cluster[] {
  const list: Cluster[] = []
  for (let left = share; left > 0; ) {
    const wanted = random.between(9, 17)
    const size = left - wanted < 7 ? left : wanted
    const name = names.shift() ?? 'team'
    names.push(`${name.replace(/-\d+$/, '')}-${Number(/\d+$/.exec(name)?.[0] ?? 1) + 1}`)
    list.push(cluster(name, Math.max(1, size - 1), random))
    left -= size
  }
  return list
}

function link(clusters: readonly Cluster[], gateway: SampleBlock | undefined, platform: readonly SampleBlock[], random: Random, links: SampleLink[]): void {
  clusters.forEach((one, index) => {
    if (gateway) links.push({ source: gateway, target: one.entry, type: 'call' })
    const next = clusters[index + 1]
    if (next && random.chance(0.5)) links.push({ source: one.exit, target: next.entry, type: 'call' })
    const store = platform[random.between(0, 2)]
    if (store && random.chance(0.3)) links.push({ source: one.exit, target: store, type: 'data' })
  })
  const [log, warehouse, lake, etl] = platform
  if (log && warehouse && lake && etl && !links.some(known => known.source === log))
    links.push({ source: log, target: warehouse, type: 'data' }, { source: warehouse, target: lake, type: 'data' }, { source: lake, target: etl, type: 'data' })
}

function network(name: string, hue: Hue, clusters: readonly Cluster[], width: number): SampleBlock {
  const children = clusters.map(one => one.block)
  const { side, top, bottom } = inset.network
  const height = shelve(children, side, top, width - 2 * side, gap.cluster)
  return { type: 'network', label: `${name} network`, hue, x: 0, y: 0, w: width, h: top + height + bottom, children }
}

function strip(label: string, hue: Hue, children: SampleBlock[], width: number): SampleBlock {
  const block: SampleBlock = { type: 'network', label, hue, x: 0, y: 0, w: width, h: 0, children }
  spread(block, width, inset.network.top, inset.network.bottom)
  return block
}

/** The width that gives the region about the wanted shape, and never less than its widest cluster. */
function widthFor(clusters: readonly Cluster[], aspect: number): number {
  const area = clusters.reduce((sum, { block }) => sum + (block.w + gap.cluster) * (block.h + gap.cluster), 0)
  const widest = Math.max(1200, ...clusters.map(({ block }) => block.w))
  return Math.round(Math.max(widest + 2 * inset.network.side, Math.sqrt(area * 1.35 * aspect)))
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
