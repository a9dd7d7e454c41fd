import { orderKeysBetween } from '../../client-sdk/src/model/order-key.ts'
import { seededRandom } from '../driver/random.ts'
import { itemInfo, YjsBytes, yMap } from './yjs-bytes.ts'

/** A canvas of cards in rows, each joined to its right neighbour. */
export interface CanvasSeed {
  /** Yjs V1 update that holds the whole canvas. */
  readonly update: Uint8Array<ArrayBuffer>
  readonly nodes: readonly SeededNode[]
  /** Canvas units that the cards cover, from (0, 0). */
  readonly width: number
  readonly height: number
}

export interface SeededNode {
  readonly id: string
  readonly x: number
  readonly y: number
  /** The item of `pl`, which a first move replaces; its client is `seedClient`. */
  readonly placementClock: number
}

/** Who wrote the seed. */
export const seedClient = 1
export const card = { w: 176, h: 56 } as const

/** The same canvas for the same number, so that every virtual user knows it without being told. */
export function seedCanvas(count: number): CanvasSeed {
  const columns = Math.max(1, Math.ceil(Math.sqrt(count * 1.2)))
  const rows = Math.ceil(count / columns)
  const orderKeys = orderKeysBetween(undefined, undefined, count, seededRandom(count))
  const nodes: SeededNode[] = []
  const items = new YjsBytes(count * 120 + 64)
  let clock = 0
  const entry = (root: string, id: string): number => {
    items
      .u8(itemInfo.type | itemInfo.hasKey)
      .varUint(1)
      .text(root)
      .text(id)
      .varUint(yMap)
    return clock++
  }
  const key = (parent: number, name: string, value: Parameters<YjsBytes['any']>[0]): number => {
    items
      .u8(itemInfo.any | itemInfo.hasKey)
      .varUint(0)
      .id(seedClient, parent)
      .text(name)
      .varUint(1)
      .any(value)
    return clock++
  }
  for (let index = 0; index < count; index++) {
    const [x, y] = [(index % columns) * cell.w, Math.floor(index / columns) * cell.h]
    const id = `n${index}`
    const at = entry('nodes', id)
    key(at, 't', types[index % types.length]!)
    const placementClock = key(at, 'pl', ['', x, y])
    key(at, 'sz', [card.w, card.h])
    key(at, 'z', orderKeys[index]!)
    key(at, 'd:label', `${types[index % types.length]} ${index}`)
    nodes.push({ id, x, y, placementClock })
  }
  for (let index = 0; index + 1 < count; index++) {
    if ((index + 1) % columns === 0) continue
    const at = entry('edges', `e${index}`)
    key(at, 't', '')
    key(at, 's', [`n${index}`, ''])
    key(at, 'e', [`n${index + 1}`, ''])
  }
  const structs = items.taken()
  const head = new YjsBytes(32).varUint(1).varUint(clock).varUint(seedClient).varUint(0).taken()
  const update = new Uint8Array(head.length + structs.length + 1)
  update.set(head)
  update.set(structs, head.length)
  return { update, nodes, width: columns * cell.w, height: rows * cell.h }
}

/** Canvas units from one card to the next. */
const cell = { w: 240, h: 120 } as const
/** Kinds that both pages know. */
const types = ['service', 'function', 'queue', 'database', 'storage', 'gateway'] as const
