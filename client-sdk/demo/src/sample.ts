import type { Room } from '@coplane/client'
import type { Hue } from './palette.ts'
import { Random } from './random.ts'
import type { SampleBlock, SampleLink } from './sample-block.ts'
import { arrange, cluster, leaf } from './sample-cluster.ts'
import type { Region } from './sample-region.ts'
import { region } from './sample-region.ts'

const maxNodes = 10_000
const defaultNodes = 1_000

const cities: readonly (readonly [name: string, hue: Hue])[] = [
  ['eu-west', 'indigo'],
  ['us-east', 'teal'],
  ['ap-south', 'orange'],
  ['us-west', 'violet'],
  ['eu-north', 'blue'],
  ['sa-east', 'green'],
  ['ap-north', 'pink'],
  ['af-south', 'amber'],
  ['me-central', 'cyan'],
]
/** How many regions, in how many columns: whole rows only. The first shape with enough regions is taken. */
const shapes = [
  [1, 1],
  [2, 2],
  [3, 3],
  [4, 2],
  [6, 3],
  [9, 3],
] as const

const front = [
  [
    ['client', 'Web app'],
    ['client', 'iOS'],
    ['client', 'Android'],
    ['client', 'Partner API'],
  ],
  [['gateway', 'dns']],
  [['gateway', 'cdn']],
  [['balancer', 'global-lb']],
] as const

export interface Sample {
  readonly blocks: readonly SampleBlock[]
  readonly links: readonly SampleLink[]
}

/** `?nodes=N`, bounded; without it the usual thousand. */
export function sampleSize(search: string): number {
  const wanted = new URLSearchParams(search).get('nodes')
  const count = wanted === null || wanted === '' ? defaultNodes : Math.floor(Number(wanted))
  return Number.isFinite(count) ? Math.min(maxNodes, Math.max(0, count)) : defaultNodes
}

/** A made-up cloud architecture of exactly `count` nodes, groups counted, the same one every time. */
function sample(count: number): Sample {
  const random = new Random(count)
  if (count <= 0) return { blocks: [], links: [] }
  if (count < 12) {
    const { block, links } = cluster('shop', count, random)
    return { blocks: block.children, links }
  }
  const worldwide = count >= 200 ? front.flat().length + 1 : 0
  const [regionCount, columns] = shapes.find(([regions]) => regions >= Math.sqrt(count / 110) - 0.5) ?? [9, 3]
  const aspect = (1.75 * regionCount) / columns / columns
  const share = count - worldwide
  const regions = cities.slice(0, regionCount).map(([name, hue], index) => {
    const budget = Math.floor((share * (index + 1)) / regionCount) - Math.floor((share * index) / regionCount)
    return region(name, hue, budget, aspect, random)
  })
  const width = place(regions, columns)
  const links = regions.flatMap((one) => one.links)
  regions.forEach((one, index) => {
    const next = regions[(index + 1) % regions.length]
    if (one.warehouse && next?.warehouse && next !== one)
      links.push({ source: one.warehouse, target: next.warehouse, type: 'replica' })
  })
  const blocks = regions.map((one) => one.block)
  if (worldwide > 0) blocks.unshift(internet(regions, width, random, links))
  return { blocks, links }
}

/** Side by side, and row under row; a row is as high as its highest region. Returns the whole width. */
function place(regions: readonly Region[], columns: number): number {
  const gap = regionGap(columns * Math.max(...regions.map(({ block }) => block.w)))
  let top = 0
  let widest = 0
  for (let start = 0; start < regions.length; start += columns) {
    let x = 0
    const row = regions.slice(start, start + columns)
    for (const { block } of row) {
      block.x = x
      block.y = top
      x += block.w + gap
    }
    widest = Math.max(widest, x - gap)
    top += Math.max(...row.map(({ block }) => block.h)) + gap
  }
  return widest
}

/** Above the regions: the clients, and the way from them to the regions' edges. */
function internet(
  regions: readonly Region[],
  width: number,
  random: Random,
  links: SampleLink[],
): SampleBlock {
  const columns = front.map((column) => column.map(([type, label]) => leaf(type, label, random)))
  const size = arrange(columns, { side: 72, top: 130, bottom: 56 }, 160)
  const x = (width - size.w) / 2
  const y = -size.h - regionGap(width)
  for (let index = 1; index < columns.length; index++)
    for (const source of columns[index - 1] ?? [])
      for (const target of columns[index] ?? []) links.push({ source, target, type: 'call' })
  const balancer = columns.at(-1)?.[0]
  for (const { entry } of regions)
    if (entry && balancer) links.push({ source: balancer, target: entry, type: 'call' })
  return { type: 'region', label: 'Internet', hue: 'slate', x, y, ...size, children: columns.flat() }
}

/** Room for a region's name above its box, however far out one has to be to see them all. */
function regionGap(width: number): number {
  return Math.max(320, width * 0.03)
}

/**
 * Fills a room that nobody has filled yet. The ids are counted, so two pages that do it at the same moment write
 * the same nodes twice, and the document keeps one of each.
 */
export function seed(room: Room, count: number): void {
  if (room.nodes.size > 0 || room.meta.get('sample') !== undefined) return
  const { blocks, links } = sample(count)
  room.batch(() => {
    room.meta.set('sample', count)
    const ids = new Map<SampleBlock, string>()
    const create = (block: SampleBlock, parent: string): void => {
      const id = `n${ids.size + 1}`
      ids.set(block, id)
      room.nodes.create({
        id,
        parent,
        type: block.type,
        x: Math.round(block.x),
        y: Math.round(block.y),
        w: Math.round(block.w),
        h: Math.round(block.h),
        ...(block.hue && { style: { hue: block.hue } }),
        data: { label: block.label, ...(block.state && { state: block.state }) },
      })
      for (const child of block.children) create(child, id)
    }
    for (const block of blocks) create(block, '')
    links.forEach(({ source, target, type }, index) => {
      const from = ids.get(source)
      const to = ids.get(target)
      if (from && to)
        room.edges.create({ id: `e${index + 1}`, type, source: [from, 'out'], target: [to, 'in'] })
    })
  })
}
