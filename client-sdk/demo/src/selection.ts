/** What this person has selected. Local: nobody else sees it. */
export class Selection {
  readonly #nodes = new Set<string>()
  readonly #edges = new Set<string>()
  readonly #changed: () => void

  constructor(changed: () => void) {
    this.#changed = changed
  }

  get nodes(): ReadonlySet<string> {
    return this.#nodes
  }

  get edges(): ReadonlySet<string> {
    return this.#edges
  }

  get isEmpty(): boolean {
    return this.#nodes.size === 0 && this.#edges.size === 0
  }

  /** The selected node, if it is the only thing selected. */
  get only(): string | undefined {
    const [first] = this.#nodes
    return this.#nodes.size === 1 && this.#edges.size === 0 ? first : undefined
  }

  replace(nodes: Iterable<string>, edges: Iterable<string> = []): void {
    this.#nodes.clear()
    this.#edges.clear()
    for (const id of nodes) this.#nodes.add(id)
    for (const id of edges) this.#edges.add(id)
    this.#changed()
  }

  clear(): void {
    if (!this.isEmpty) this.replace([])
  }

  toggleNode(id: string): void {
    if (!this.#nodes.delete(id)) this.#nodes.add(id)
    this.#changed()
  }

  toggleEdge(id: string): void {
    if (!this.#edges.delete(id)) this.#edges.add(id)
    this.#changed()
  }

  /** Forgets what somebody removed. */
  drop(kind: 'node' | 'edge', id: string): void {
    if ((kind === 'node' ? this.#nodes : this.#edges).delete(id)) this.#changed()
  }
}
