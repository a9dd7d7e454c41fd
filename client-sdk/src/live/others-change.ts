/** What changed among the others since the last animation frame, by member index. An index may have left and joined: it is somebody else's now. */
export interface OthersChange {
  /** Known since. */
  readonly joined: ReadonlySet<number>
  readonly left: ReadonlySet<number>
  /** Another profile or selection. */
  readonly changed: ReadonlySet<number>
  /** The cursor came, moved or went. */
  readonly moved: ReadonlySet<number>
}

/** Collects an OthersChange. */
export class OthersChanges implements OthersChange {
  readonly joined = new Set<number>()
  readonly left = new Set<number>()
  readonly changed = new Set<number>()
  readonly moved = new Set<number>()

  join(member: number): void {
    this.joined.add(member)
  }

  /** Who came and went within a frame was never there. */
  leave(member: number): void {
    if (!this.joined.delete(member)) this.left.add(member)
    this.changed.delete(member)
    this.moved.delete(member)
  }

  change(member: number): void {
    if (!this.joined.has(member)) this.changed.add(member)
  }

  move(member: number): void {
    this.moved.add(member)
  }
}
