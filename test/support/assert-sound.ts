import * as Y from 'yjs'
import { isCoordinate } from '../../client-sdk/src/model/layout.ts'
import { isOrderKey } from '../../client-sdk/src/model/order-key.ts'
import { insist } from './insist.ts'

/** Looks at every node and edge of a document, by nothing but the rules: what the repairs must have made true. */
export function assertSound(doc: Y.Doc): void {
  const parents = new Map<string, string>()
  const orders = new Set<string>()
  const nodes = doc.getMap('nodes')
  for (const [id, entry] of nodes) {
    if (!(entry instanceof Y.Map)) continue
    const pl = entry.get('pl') as readonly [string, number, number]
    if (typeof entry.get('t') !== 'string' || !Array.isArray(pl) || typeof pl[0] !== 'string') continue
    parents.set(id, pl[0])
    insist([pl[1], pl[2]].every(isCoordinate), `${id} is at ${String(pl)}`)
    const size = entry.get('sz') as readonly number[] | undefined
    insist([size?.[0] ?? 0, size?.[1] ?? 0].every(isCoordinate), `${id} has a size`)
    insist(isCoordinate(entry.get('rt') ?? 0), `${id} has a rotation`)
    const z: unknown = entry.get('z')
    insist(isOrderKey(z), `${id} has the z ${String(z)}`)
    const place = `${pl[0]}/${z}`
    insist(!orders.has(place), `${id} shares its z`)
    orders.add(place)
  }
  for (const [id, parent] of parents) {
    insist(parent === '' || parents.has(parent), `${id} hangs on ${parent}`)
    let steps = 0
    for (let above = parent; above !== ''; above = parents.get(above)!)
      insist(steps++ <= parents.size, `${id} is in a cycle`)
  }
  for (const [id, entry] of doc.getMap('edges')) {
    if (!(entry instanceof Y.Map)) continue
    const ends = [entry.get('s'), entry.get('e')].map((end) => (Array.isArray(end) ? (end as string[]) : []))
    if (ends.some((end) => typeof end[0] !== 'string' || typeof end[1] !== 'string')) continue
    for (const [node] of ends) insist(nodes.has(node!), `${id} touches ${node}`)
  }
}
