import type { Random } from './random.ts'
import type { SampleBlock, SampleLink } from './sample-block.ts'
import { card } from './sample-block.ts'

type Kinds = readonly [string, ...string[]]

/** What stands in each layer of a cluster, from where requests come in to where data comes to rest. */
const layersByDepth: Readonly<Record<number, readonly Kinds[]>> = {
  2: [['service'], ['database', 'storage']],
  3: [['balancer'], ['service', 'function', 'service'], ['database', 'cache', 'storage', 'database']],
  4: [
    ['balancer'],
    ['service'],
    ['queue', 'cache', 'function', 'stream'],
    ['database', 'storage', 'database'],
  ],
  5: [
    ['balancer'],
    ['service'],
    ['queue', 'cache', 'stream', 'queue'],
    ['function', 'service'],
    ['database', 'storage', 'database'],
  ],
}

const suffixes: Readonly<Record<string, readonly [string, ...string[]]>> = {
  balancer: ['-lb'],
  service: ['-api', '-core', '-web', '-rules', '-sync', '-bff', '-admin'],
  function: ['-resize', '-index', '-notify', '-expire', '-score', '-import', '-render'],
  queue: ['.jobs', '.retry', '.mail', '.tasks'],
  stream: ['.events', '.changes'],
  cache: ['-cache', '-sessions'],
  database: ['-db', '-ledger', '-replica'],
  storage: ['-files', '-archive', '-exports'],
}

const gap = { column: 64, row: 20 } as const
const mostRows = 5
const inset = { side: 28, top: 52, bottom: 28 } as const

export interface Cluster {
  readonly block: SampleBlock
  readonly links: readonly SampleLink[]
  readonly entry: SampleBlock
  /** A service near the bottom, for calls to the cluster below. */
  readonly caller: SampleBlock
  /** Where the cluster's data ends up. */
  readonly exit: SampleBlock
}

/** One team's corner of the cloud: `size` cards in layers from left to right, wired in that direction. */
export function cluster(name: string, size: number, random: Random): Cluster {
  const columns = fill(name, size, random)
  const links: SampleLink[] = []
  for (let index = 1; index < columns.length; index++)
    wire(columns[index - 1] ?? [], columns[index] ?? [], random, links)
  const box = arrange(columns, inset, gap.column)
  const cards = columns.flat()
  const block: SampleBlock = {
    type: 'group',
    label: name,
    x: 0,
    y: 0,
    ...box,
    children: cards,
  }
  const entry = cards[0] ?? block
  return { block, links, entry, caller: columns[1]?.at(-1) ?? entry, exit: cards.at(-1) ?? block }
}

/** Puts the columns side by side, each in the middle of the height. Returns the box around them. */
export function arrange(
  columns: readonly (readonly SampleBlock[])[],
  around: { side: number; top: number; bottom: number },
  between: number,
): { w: number; h: number } {
  const heightOf = (column: readonly SampleBlock[]): number => column.length * (card.h + gap.row) - gap.row
  const height = Math.max(...columns.map(heightOf))
  columns.forEach((column, index) => {
    column.forEach((block, row) => {
      block.x = around.side + index * (card.w + between)
      block.y = around.top + (height - heightOf(column)) / 2 + row * (card.h + gap.row)
    })
  })
  return {
    w: around.side * 2 + columns.length * (card.w + between) - between,
    h: around.top + height + around.bottom,
  }
}

function fill(name: string, size: number, random: Random): SampleBlock[][] {
  const depth = size <= 3 ? 2 : size <= 6 ? 3 : size <= 9 ? random.between(3, 4) : size <= 12 ? 4 : 5
  const layers = layersByDepth[depth] ?? []
  const counts: number[] = layers.map((_, layer) => (layer < size ? 1 : 0))
  // The first layer stays one load balancer wide; the services get the most, until their column is full.
  for (let left = size - depth; left > 0; left--) {
    const wanted = random.chance(0.35) ? 1 : random.between(1, depth - 1)
    const layer = (counts[wanted] ?? 0) < mostRows ? wanted : counts.indexOf(Math.min(...counts.slice(1)), 1)
    counts[layer] = (counts[layer] ?? 0) + 1
  }
  const taken = new Set<string>()
  return layers.map((kinds, layer) =>
    Array.from({ length: counts[layer] ?? 0 }, () => {
      const type = random.pick(kinds)
      return leaf(type, unique(name + random.pick(suffixes[type] ?? ['']), taken), random)
    }).sort((a, b) => (a.type < b.type ? -1 : a.type > b.type ? 1 : 0)),
  )
}

/** Every card gets one line in, from the card opposite; some get a second one. */
function wire(
  from: readonly SampleBlock[],
  to: readonly SampleBlock[],
  random: Random,
  links: SampleLink[],
): void {
  to.forEach((target, row) => {
    const opposite = Math.floor(((row + 0.5) / to.length) * from.length)
    const source = from[opposite]
    if (source) links.push({ source, target, type: 'call' })
    const other = from[opposite + (random.chance(0.5) ? 1 : -1)]
    if (other && random.chance(0.35)) links.push({ source: other, target, type: 'call' })
  })
  from.forEach((source, row) => {
    if (links.some((link) => link.source === source)) return
    const target = to[Math.floor(((row + 0.5) / from.length) * to.length)]
    if (target) links.push({ source, target, type: 'call' })
  })
}

export function leaf(type: string, label: string, random: Random): SampleBlock {
  const roll = random.next()
  const state = roll < 0.9 ? 'running' : roll < 0.95 ? 'deploying' : roll < 0.985 ? 'degraded' : 'stopped'
  return { type, label, state, x: 0, y: 0, w: card.w, h: card.h, children: [] }
}

function unique(label: string, taken: Set<string>): string {
  let name = label
  for (let number = 2; taken.has(name); number++) name = `${label}-${number}`
  taken.add(name)
  return name
}
