import { Siblings } from './siblings.ts'

/** What the hierarchy keeps of a node. */
interface Member {
  /** As the document says; that node may be missing. */
  readonly parent: string
  readonly z: string
}

/**
 * Who lies in whom and in which order, kept up to date from single changes. A document may hold a missing parent or a
 * cycle for a moment, until the server has repaired it: a node whose parent is missing counts as one of the canvas, and
 * every walk ends.
 */
export class Hierarchy {
  private readonly members = new Map<string, Member>()
  private readonly groups = new Map<string, Siblings>()
  /** Parents that are no nodes, though there are nodes that name them. */
  private readonly missing = new Set<string>()
  private order: readonly string[] | undefined

  /** The node lies there now, or is not there any more. */
  set(id: string, member: Member | undefined): void {
    const known = this.members.get(id)
    if (known === member || (known && known.parent === member?.parent && known.z === member.z)) return
    this.order = undefined
    if (known && known.parent !== member?.parent) this.leave(id, known.parent)
    if (!member) {
      this.members.delete(id)
      if (this.groups.has(id)) this.missing.add(id)
      return
    }
    // Kept by value: the node's own object would keep its data alive.
    this.members.set(id, { parent: member.parent, z: member.z })
    if (!known) this.missing.delete(id)
    let group = this.groups.get(member.parent)
    if (!group) this.groups.set(member.parent, (group = new Siblings()))
    group.set(id, member.z)
    if (member.parent !== '' && !this.members.has(member.parent)) this.missing.add(member.parent)
  }

  has(id: string): boolean {
    return this.members.has(id)
  }

  /** '' where the parent is missing. */
  parentOf(id: string): string {
    const parent = this.members.get(id)?.parent ?? ''
    return this.members.has(parent) ? parent : ''
  }

  zOf(id: string): string {
    return this.members.get(id)?.z ?? ''
  }

  /** Back to front. */
  childrenOf(id: string): readonly string[] {
    if (id !== '' && !this.members.has(id)) return none
    const own = this.groups.get(id)?.ids() ?? none
    if (id !== '' || this.missing.size === 0) return own
    const lost = [...this.missing].flatMap((parent) => this.groups.get(parent)?.ids() ?? none)
    return [...own, ...lost].sort((left, right) => this.compare(left, right))
  }

  /** The z of the frontmost child. */
  frontOf(id: string): string | null {
    const groups = id === '' ? ['', ...this.missing] : [id]
    let front: string | null = null
    for (const each of groups) {
      const child = this.groups.get(each)?.ids().at(-1)
      if (child !== undefined && (front === null || this.zOf(child) > front)) front = this.zOf(child)
    }
    return front
  }

  /** Everything in the node, parents before children; the node itself is not among them, even in a cycle. */
  descendantsOf(id: string): string[] {
    const found = this.withDescendants([id])
    found.delete(id)
    return [...found]
  }

  /** The nodes and everything in them. */
  withDescendants(ids: Iterable<string>): Set<string> {
    const found = new Set(ids)
    for (const each of found) for (const child of this.childrenOf(each)) found.add(child)
    return found
  }

  /** Whether the node is the other one or lies in it, at whatever depth. */
  isWithin(id: string, other: string): boolean {
    if (id === other) return true
    for (const ancestor of this.ancestorsOf(id)) if (ancestor === other) return true
    return false
  }

  /** From the parent outwards; in a cycle each node once. */
  *ancestorsOf(id: string): IterableIterator<string> {
    const seen = new Set([id])
    for (let at = this.parentOf(id); at !== '' && !seen.has(at); at = this.parentOf(at)) {
      seen.add(at)
      yield at
    }
  }

  /** Those that do not lie in another of them, in the order given; unknown ids are left out. */
  outermost(ids: Iterable<string>): string[] {
    const all = new Set([...ids].filter((id) => this.members.has(id)))
    return [...all].filter((id) => {
      for (const ancestor of this.ancestorsOf(id)) if (all.has(ancestor)) return false
      return true
    })
  }

  /** All nodes back to front, parents before what lies in them; those in a cycle come last. */
  inOrder(): readonly string[] {
    if (this.order) return this.order
    const found = new Set<string>()
    this.visit(this.childrenOf(''), found)
    if (found.size < this.members.size)
      this.visit(
        [...this.members.keys()].sort((left, right) => this.compare(left, right)),
        found,
      )
    return (this.order = Object.freeze([...found]))
  }

  /** Depth first, without recursion: nothing but the server bounds how deep a document nests. */
  private visit(ids: readonly string[], found: Set<string>): void {
    const waiting: string[] = []
    const later = (back: readonly string[]): void => {
      for (let index = back.length - 1; index >= 0; index--) waiting.push(back[index]!)
    }
    later(ids)
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (found.has(id)) continue
      found.add(id)
      later(this.groups.get(id)?.ids() ?? none)
    }
  }

  private compare(left: string, right: string): number {
    const leftZ = this.zOf(left)
    const rightZ = this.zOf(right)
    if (leftZ !== rightZ) return leftZ < rightZ ? -1 : 1
    return left < right ? -1 : left === right ? 0 : 1
  }

  private leave(id: string, parent: string): void {
    const group = this.groups.get(parent)
    group?.delete(id)
    if (group?.size !== 0) return
    this.groups.delete(parent)
    this.missing.delete(parent)
  }
}

const none: readonly string[] = Object.freeze([])
