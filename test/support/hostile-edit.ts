import * as Y from 'yjs'
import type { RawAuthor } from './raw-author.ts'
import type { SeededRandom } from './sim/seeded-random.ts'

const nodeIds = ['', ...Array.from({ length: 12 }, (_, index) => `n${index}`)]
const edgeIds = Array.from({ length: 8 }, (_, index) => `e${index}`)
const orderKeys = ['a0', 'a1', 'a1V', 'a2', 'Zz', '', 'a10', '!', 7, undefined, `a1${'V'.repeat(158)}`]
const numbers = [0, 1, -20.25, 300, Number.NaN, Infinity, 1e300, '5', null]
const oddities = [5, 'text', null, [], ['n1'], { x: 1 }, [Number.NaN, 'n1', 3]]

/** One edit that a confused or hostile client could make, few enough ids that edits meet. */
export function hostileEdit(author: RawAuthor, random: SeededRandom): void {
  const { nodes, edges } = author
  const id = random.pick(nodeIds)!
  const other = random.pick(nodeIds)!
  const edge = random.pick(edgeIds)!
  const number = (): unknown => (random.chance(0.8) ? random.below(100) : random.pick(numbers))
  const placement = (): unknown[] => [random.chance(0.6) ? other : '', number(), number()]
  const z = random.pick(orderKeys)
  const node = nodes.get(id)
  const wire = edges.get(edge)
  const dice = random.next()
  if (dice < 0.25 || !(node instanceof Y.Map))
    author.node(id, placement(), z, {
      sz: [number(), number()],
      rt: random.chance(0.1) ? number() : undefined,
    })
  else if (dice < 0.45) node.set('pl', placement())
  else if (dice < 0.52) node.set('z', z)
  else if (dice < 0.56) node.set('sz', [number(), number()])
  else if (dice < 0.6) node.set(random.pick(['pl', 't', 'sz', 'rt', 'z', 's'])!, random.pick(oddities))
  else if (dice < 0.62) node.set('d:label', random.pick(['api', 'x'.repeat(99), 7, null]))
  else if (dice < 0.63) node.set('t', random.pick(['service', 'note', 'unknown']))
  else if (dice < 0.66) node.delete(random.pick(['pl', 't', 'sz', 'z'])!)
  else if (dice < 0.72) nodes.delete(id)
  else if (dice < 0.74) nodes.set(id, random.pick(oddities))
  else if (dice < 0.85 || !(wire instanceof Y.Map)) author.edge(edge, id, other)
  else if (dice < 0.9) wire.set(random.pick(['s', 'e'])!, [other, ''])
  else if (dice < 0.93) wire.set(random.pick(['s', 'e', 'wp'])!, random.pick(oddities))
  else if (dice < 0.96) edges.delete(edge)
  else edges.set(edge, random.pick(oddities))
}
