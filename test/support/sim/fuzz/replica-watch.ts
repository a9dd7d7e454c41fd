import { expect } from 'vitest'
import type * as Y from 'yjs'
import type { CanvasEdge } from '../../../../client-sdk/src/canvas/edge.ts'
import type { CanvasNode } from '../../../../client-sdk/src/canvas/node.ts'
import { isSame } from '../../../../client-sdk/src/json.ts'
import type { Room } from '../../../../client-sdk/src/room.ts'
import { insist } from '../../insist.ts'

/** Looks at what one page shows, as often as it is asked, and at what the page was told of changes. */
export class ReplicaWatch {
  private nodes = new Map<string, CanvasNode>()
  private edges = new Map<string, CanvasEdge>()
  /** Ids whose entries changed since the last look. */
  private readonly touched = new Set<string>()
  /** What a page would show that goes by `room.subscribe` alone. */
  private readonly told = { nodes: new Set<string>(), edges: new Set<string>() }
  private inHand: ReadonlySet<string> = new Set()
  private readonly room: Room
  private readonly handled: () => Iterable<string>

  /** @param handled ids of the nodes in this page's own hands. */
  constructor(room: Room, handled: () => Iterable<string>) {
    this.room = room
    this.handled = handled
    const touch = (events: readonly Y.YEvent<Y.AbstractType<unknown>>[]): void => {
      for (const event of events)
        if (event.path.length > 0) this.touched.add(String(event.path[0]))
        // Also an entry that lost against one of the same id at once.
        else for (const id of (event as Y.YMapEvent<unknown>).keysChanged as Set<string>) this.touched.add(id)
    }
    for (const root of ['nodes', 'edges']) room.doc.getMap(root).observeDeep(touch)
    room.subscribe((changes) => {
      for (const kind of ['nodes', 'edges'] as const) {
        const shown = this.told[kind]
        for (const id of changes[kind].added) {
          insist(!shown.has(id), `${id} is told as added twice`)
          shown.add(id)
        }
        for (const id of changes[kind].updated) insist(shown.has(id), `${id} was told of before`)
        for (const id of changes[kind].removed) insist(shown.delete(id), `${id} was shown`)
      }
    })
  }

  /** Whatever happens to the others, what is shown is whole. */
  look(): void {
    const { room } = this
    const inHand = new Set(this.handled())
    const nodes = new Map([...room.nodes.all()].map((node) => [node.id, node]))
    for (const [id, node] of nodes) {
      const { x, y, w, h, rotation, parent, type } = node
      insist(
        [x, y, w, h, rotation].every(Number.isFinite),
        `${id} is at ${x}, ${y}, ${w} × ${h}, ${rotation}`,
      )
      insist(typeof parent === 'string' && typeof type === 'string', `${id} is whole`)
      const known = this.nodes.get(id)
      insist(
        !known || known === node || inHand.has(id) || !this.isUntouched(id, known, node),
        `node ${id} is another object though nothing of it changed`,
      )
    }
    const edges = new Map([...room.edges.all()].map((edge) => [edge.id, edge]))
    for (const [id, edge] of edges) {
      const ends = [edge.source[0], edge.target[0]]
      for (const end of ends) insist(nodes.has(end), `edge ${id} is shown and ends at ${end}`)
      const known = this.edges.get(id)
      insist(
        !known || known === edge || [id, ...ends].some((each) => this.touched.has(each)),
        `edge ${id} is another object though nothing of it changed`,
      )
    }
    this.nodes = nodes
    this.inHand = inHand
    this.edges = edges
    this.touched.clear()
  }

  /** Once all frames have passed, whoever listened knows what is shown. */
  assertTold(): void {
    this.look()
    expect([...this.told.nodes].sort()).toEqual([...this.nodes.keys()].sort())
    expect([...this.told.edges].sort()).toEqual([...this.edges.keys()].sort())
    this.assertIndexed()
  }

  /** What is kept up to date by single changes is what a look at all of it finds. */
  private assertIndexed(): void {
    const { nodes, edges } = this.room
    expect([...nodes.inOrder()].sort()).toEqual([...this.nodes.keys()].sort())
    for (const id of ['', ...this.nodes.keys()]) {
      const children = [...this.nodes.values()].filter(({ parent }) => parent === id)
      children.sort((one, other) => (one.z === other.z ? 0 : one.z < other.z ? -1 : 1))
      expect(nodes.childrenOf(id)).toEqual(children.map((child) => child.id))
      const touching = [...this.edges.values()].filter(({ source, target }) =>
        [source[0], target[0]].includes(id),
      )
      expect(new Set(edges.of(id))).toEqual(new Set(touching))
    }
  }

  private isUntouched(id: string, before: CanvasNode, now: CanvasNode): boolean {
    // In a hand a node changes without its entry.
    const isHeld = before.heldBy !== undefined || now.heldBy !== undefined || this.inHand.has(id)
    // Values that the schema calls local are not in the entry.
    return !isHeld && !this.touched.has(id) && isSame(before.data, now.data)
  }
}
