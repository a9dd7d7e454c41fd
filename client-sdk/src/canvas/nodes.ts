import { generateJitteredKeyBetween } from 'fractional-indexing-jittered'
import type * as Y from 'yjs'
import type { Collection } from './collection.ts'
import type { Edges } from './edges.ts'
import { changeNodeEntry, newNodeEntry, type CanvasNode, type NewNode, type NodeChange } from './node.ts'

/** The nodes of a canvas. Edits are local at once and reach the others with the next batch; none throws for being offline. */
export class Nodes {
  private topZ: string | null = null
  private readonly collection: Collection<CanvasNode>
  private readonly edges: Edges
  private readonly edit: <T>(change: () => T) => T
  private readonly newId: () => string

  constructor(
    collection: Collection<CanvasNode>,
    edges: Edges,
    edit: <T>(change: () => T) => T,
    newId: () => string,
  ) {
    this.collection = collection
    this.edges = edges
    this.edit = edit
    this.newId = newId
  }

  get size(): number {
    return this.collection.root.size
  }

  /** The node as it is on the screen: what the document says, and where a gesture has it meanwhile. */
  get(id: string): CanvasNode | undefined {
    return this.collection.get(id)
  }

  /** The node as the document has it, without what anybody's gesture makes of it. */
  committed(id: string): CanvasNode | undefined {
    return this.collection.committed(id)
  }

  has(id: string): boolean {
    return this.collection.committed(id) !== undefined
  }

  /** Every node, in no particular order. */
  all(): IterableIterator<CanvasNode> {
    return this.collection.all()
  }

  /**
   * Creates a node on top of all others unless `z` says otherwise.
   * @returns its id. @throws Error when the id exists, RangeError for a number that is not finite.
   * @example room.nodes.create({ type: 'aws.ec2', x: 10, y: 20, w: 96, h: 64, data: { label: 'web-1' } })
   */
  create(node: NewNode): string {
    const id = node.id ?? this.newId()
    if (this.collection.root.has(id)) throw new Error(`a node with the id ${JSON.stringify(id)} exists`)
    const entry = newNodeEntry(node, this.zOnTop())
    this.edit(() => this.collection.root.set(id, entry))
    return id
  }

  /** @returns false when there is no such node (any more): somebody may have deleted it, which is no error. */
  update(id: string, change: NodeChange): boolean {
    const node = this.collection.committed(id)
    if (!node) return false
    this.edit(() => changeNodeEntry(this.collection.root.get(id) as Y.Map<unknown>, node, change))
    this.collection.forget(id)
    return true
  }

  /** Removes nodes together with the edges that touch them, in one transaction. Unknown ids are ignored. */
  remove(ids: string | Iterable<string>): void {
    const all = typeof ids === 'string' ? [ids] : [...ids]
    this.edit(() => {
      for (const id of all) {
        if (!this.collection.root.has(id)) continue
        this.edges.remove(this.edges.idsAt(id))
        this.collection.root.delete(id)
        this.collection.forget(id)
      }
    })
  }

  /** Calls back with the node whenever it changed, at most once per animation frame; with undefined once it is removed. */
  subscribe(id: string, listener: (node: CanvasNode | undefined) => void): () => void {
    return this.collection.subscribe(id, listener)
  }

  /** The SDK's own call: these nodes changed, so one of them may be the topmost now. */
  noticed(ids: ReadonlySet<string>): void {
    if (this.topZ === null) return
    for (const id of ids) this.raiseTop(this.get(id))
  }

  /** Jittered, so that two people who add a node at the same time do not get the same key. */
  private zOnTop(): string {
    if (this.topZ === null) for (const node of this.all()) this.raiseTop(node)
    this.topZ = keyAbove(this.topZ)
    return this.topZ
  }

  private raiseTop(node: CanvasNode | undefined): void {
    if (node && node.z > (this.topZ ?? '')) this.topZ = node.z
  }
}

function keyAbove(z: string | null): string {
  try {
    return generateJitteredKeyBetween(z, null)
  } catch {
    // Another client wrote a z that is no fractional index: nothing can be put above it, so start over.
    return generateJitteredKeyBetween(null, null)
  }
}
