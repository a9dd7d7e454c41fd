import type { SceneElement } from './element.ts'
import type { ElementSnapshot } from './element-snapshot.ts'

interface Agreed {
  readonly snapshot: ElementSnapshot
  /** The element's version then: another one says that somebody should look again. */
  readonly version: number
}

/** What the room and the scene last agreed on, element by element: what differs from it was changed by one of the two. */
export class Agreement {
  private readonly agreed = new Map<string, Agreed>()

  has(id: string): boolean {
    return this.agreed.has(id)
  }

  snapshotOf(id: string): ElementSnapshot | undefined {
    return this.agreed.get(id)?.snapshot
  }

  /** Whether Excalidraw has not touched the element since. */
  isCurrent({ id, version }: SceneElement): boolean {
    return this.agreed.get(id)?.version === version
  }

  set({ id, version }: SceneElement, snapshot: ElementSnapshot): void {
    this.agreed.set(id, { snapshot, version })
  }

  /** The element is another version that says the same. */
  renew({ id, version }: SceneElement): void {
    const agreed = this.agreed.get(id)
    if (agreed) this.agreed.set(id, { ...agreed, version })
  }

  /** @returns whether there was something to forget. */
  delete(id: string): boolean {
    return this.agreed.delete(id)
  }
}
