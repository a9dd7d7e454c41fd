import type * as Y from 'yjs'
import type { Json } from './json.ts'

/** Facts about the canvas as a whole, each key merging by itself. */
export class Meta {
  private readonly root: Y.Map<unknown>

  constructor(root: Y.Map<unknown>) {
    this.root = root
  }

  get(key: string): Json | undefined {
    return this.root.get(key) as Json | undefined
  }

  /** Undefined removes the key. */
  set(key: string, value: Json | undefined): void {
    if (value === undefined) this.root.delete(key)
    else this.root.set(key, value)
  }
}
