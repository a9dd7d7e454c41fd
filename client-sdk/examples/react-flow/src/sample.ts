import type { Room } from '@coplane/client'
import { cardSize } from './kinds.ts'
import type { DeployState } from './deploy-state.ts'
import { SeededRandom } from './seeded-random.ts'

const defaultNodes = 60
const maxNodes = 10_000

/** What a workflow consists of, column by column, with the endings of the names. */
const columns: readonly (readonly (readonly [type: string, suffix: string])[])[] = [
  [['trigger', 'webhook']],
  [['gateway', 'api']],
  [
    ['service', 'core'],
    ['service', 'rules'],
    ['function', 'enrich'],
  ],
  [
    ['queue', 'jobs'],
    ['function', 'notify'],
    ['service', 'sync'],
  ],
  [
    ['database', 'db'],
    ['storage', 'archive'],
    ['database', 'replica'],
  ],
]
const domains = [
  'checkout',
  'catalog',
  'search',
  'billing',
  'accounts',
  'shipping',
  'media',
  'pricing',
  'reviews',
  'loyalty',
  'fraud',
  'tickets',
  'reports',
  'ledger',
  'mail',
  'maps',
] as const
const gap = { column: 72, row: 28, frame: 96 } as const
const inset = { side: 32, top: 64, bottom: 32 } as const
const cardsPerFrame = columns.flat().length
const rows = Math.max(...columns.map((column) => column.length))
const frame = {
  w: inset.side * 2 + columns.length * (cardSize.w + gap.column) - gap.column,
  h: inset.top + rows * (cardSize.h + gap.row) - gap.row + inset.bottom,
} as const

/** `?nodes=N`, from 0 to 10,000. */
export function sampleSize(search: string): number {
  const wanted = Number(new URLSearchParams(search).get('nodes') ?? defaultNodes)
  return Number.isFinite(wanted) ? Math.min(maxNodes, Math.max(0, Math.floor(wanted))) : defaultNodes
}

/**
 * Fills a room that nobody has filled yet with exactly `count` nodes, frames counted. The ids are counted, so that two
 * pages that do it at the same moment write the same nodes, and the document keeps one of each.
 */
export function seed(room: Room, count: number): void {
  if (room.nodes.size > 0 || room.meta.get('sample') !== undefined) return
  const random = new SeededRandom(count)
  const frames = Math.ceil(count / (cardsPerFrame + 1))
  // About as wide as a screen.
  const perRow = Math.ceil(Math.sqrt((1.6 * frames * frame.h) / frame.w))
  room.batch(() => {
    room.meta.set('sample', count)
    for (let index = 0, left = count; index < frames; index++) {
      const place = {
        x: (index % perRow) * (frame.w + gap.frame),
        y: Math.floor(index / perRow) * (frame.h + gap.frame),
      }
      createFrame(room, index, place, Math.min(cardsPerFrame, left - 1), random)
      left -= cardsPerFrame + 1
    }
  })
  // Nobody wants to undo what they did not do.
  room.history.clear()
}

function createFrame(
  room: Room,
  index: number,
  place: { readonly x: number; readonly y: number },
  cards: number,
  random: SeededRandom,
): void {
  const round = Math.floor(index / domains.length)
  const name = `${domains[index % domains.length]}${round === 0 ? '' : ` ${round + 1}`}`
  const id = `f${index}`
  room.nodes.create({ id, type: 'frame', ...place, ...frame, data: { label: name } })
  let made = 0
  let before: string[] = []
  columns.forEach((column, columnIndex) => {
    const kept = column.slice(0, Math.max(0, cards - made))
    const height = kept.length * (cardSize.h + gap.row) - gap.row
    const ids = kept.map(([type, suffix], row) => {
      const card = `f${index}c${made++}`
      room.nodes.create({
        id: card,
        type,
        parent: id,
        x: inset.side + columnIndex * (cardSize.w + gap.column),
        y: inset.top + (frame.h - inset.top - inset.bottom - height) / 2 + row * (cardSize.h + gap.row),
        ...cardSize,
        data: {
          label: `${name.replace(' ', '-')}-${suffix}`,
          state: someState(random),
          version: version(random),
        },
      })
      return card
    })
    connect(room, before, ids)
    if (ids.length > 0) before = ids
  })
}

/** Every card gets a line from the card opposite. */
function connect(room: Room, from: readonly string[], to: readonly string[]): void {
  for (let row = 0; row < Math.max(from.length, to.length); row++) {
    const source = from[Math.min(row, from.length - 1)]
    const target = to[Math.min(row, to.length - 1)]
    if (source !== undefined && target !== undefined)
      room.edges.create({ id: `${source}-${target}`, source: [source, 'out'], target: [target, 'in'] })
  }
}

function someState(random: SeededRandom): DeployState {
  const roll = random.next()
  if (roll < 0.84) return 'running'
  if (roll < 0.92) return 'deploying'
  return roll < 0.96 ? 'failed' : 'stopped'
}

function version(random: SeededRandom): string {
  const part = (below: number): number => Math.floor(random.next() * below)
  return `v${1 + part(4)}.${part(20)}.${part(10)}`
}
