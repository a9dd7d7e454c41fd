import type { HeldValues } from './held-values.ts'

/** `rejected`: the room would not have it, or its nodes are gone; `room.onReject` was told why. */
export type GestureState = 'active' | 'committed' | 'cancelled' | 'rejected'

/** What a gesture needs of whoever keeps it. */
export interface GestureKeeper {
  changed(gesture: Gesture, ids: readonly string[]): void
  commit(gesture: Gesture): boolean
  cancel(gesture: Gesture): void
}

/**
 * Nodes in this member's hand. Everybody sees where they are at once, and nothing of it is in the document before
 * `commit`, which is one transaction and one undo step. Once it is over, every call does nothing and returns false.
 *
 * A gesture of more than two seconds writes where its nodes are every two seconds, so that a crash loses no more than that;
 * they are part of the same undo step, and `cancel` takes them back. A page that is hidden, and a room that is closed,
 * commits what is in hand: the pointer's release may never be told.
 *
 * @example
 * const gesture = room.gesture(['n1'])
 * element.onpointermove = (event) => gesture.move({ n1: [event.x, event.y] })
 * element.onpointerup = () => gesture.commit()
 * element.onpointercancel = () => gesture.cancel()
 */
export class Gesture {
  private current: GestureState = 'active'
  private readonly held: Set<string>
  private readonly places = new Map<string, HeldValues>()
  private readonly keeper: GestureKeeper

  /** Use `room.gesture`. */
  constructor(ids: Iterable<string>, keeper: GestureKeeper) {
    this.held = new Set(ids)
    this.keeper = keeper
  }

  get state(): GestureState {
    return this.current
  }

  /** Ids of the nodes in hand; a node that somebody deletes leaves it. */
  get nodes(): readonly string[] {
    return [...this.held]
  }

  /**
   * Moves nodes, as often as the pointer does. Places are relative to the node's parent and rounded to quarter pixels; ids
   * that are not in this gesture are ignored. @throws RangeError for a number that is not finite.
   */
  move(places: Readonly<Record<string, readonly [x: number, y: number]>>): boolean {
    return this.change(places, ([x, y]) => ({ x: quarter(x), y: quarter(y) }))
  }

  /** Resizes nodes, and moves them where x or y is given. Otherwise like `move`. */
  resize(
    sizes: Readonly<
      Record<string, { readonly x?: number; readonly y?: number; readonly w: number; readonly h: number }>
    >,
  ): boolean {
    return this.change(sizes, ({ x, y, w, h }) => ({
      ...(x !== undefined && { x: quarter(x) }),
      ...(y !== undefined && { y: quarter(y) }),
      w: quarter(w),
      h: quarter(h),
    }))
  }

  /** Turns nodes to these angles, in degrees clockwise. Otherwise like `move`. */
  rotate(degrees: Readonly<Record<string, number>>): boolean {
    return this.change(degrees, (rotation) => ({ rotation: finite(rotation) }))
  }

  /**
   * Lets go: where the nodes are becomes their place in the document.
   * @returns false when it was over already, or all its nodes are gone.
   */
  commit(): boolean {
    return this.current === 'active' && this.keeper.commit(this)
  }

  /** Lets go, and the nodes are where the document has them. @returns false when it was over already. */
  cancel(): boolean {
    if (this.current !== 'active') return false
    this.keeper.cancel(this)
    return true
  }

  /** The SDK's own call: where the gesture has the node; undefined while it has not been moved. */
  valuesOf(id: string): HeldValues | undefined {
    return this.held.has(id) ? this.places.get(id) : undefined
  }

  /** The SDK's own call: the node is gone. */
  release(id: string): void {
    this.held.delete(id)
  }

  /** The SDK's own call. */
  end(state: Exclude<GestureState, 'active'>): void {
    this.current = state
  }

  private change<Value>(
    values: Readonly<Record<string, Value>>,
    read: (value: Value) => HeldValues,
  ): boolean {
    if (this.current !== 'active') return false
    // All are read before any is taken, so that one that throws changes nothing.
    const changes = Object.entries(values)
      .filter(([id]) => this.held.has(id))
      .map(([id, value]) => [id, { ...this.places.get(id), ...read(value) }] as const)
    for (const [id, change] of changes) this.places.set(id, change)
    if (changes.length > 0)
      this.keeper.changed(
        this,
        changes.map(([id]) => id),
      )
    return true
  }
}

function quarter(value: number): number {
  return Math.round(finite(value) * 4) / 4
}

function finite(value: number): number {
  if (!Number.isFinite(value)) throw new RangeError(`a gesture moves to finite numbers, not to ${value}`)
  return value
}
