import type * as Y from 'yjs'
import type { Gate } from './canvas/gate.ts'
import { setOrDelete } from './canvas/item-data.ts'
import type { Json } from './json.ts'

/** Facts about the canvas as a whole, each key merging by itself. */
export class Meta {
  private readonly root: Y.Map<unknown>
  private readonly gate: Gate

  constructor(root: Y.Map<unknown>, gate: Gate) {
    this.root = root
    this.gate = gate
  }

  get(key: string): Json | undefined {
    return this.root.get(key) as Json | undefined
  }

  /** Undefined removes the key. What is there already is not written again. @returns false when the role does not allow it. */
  set(key: string, value: Json | undefined): boolean {
    return this.gate.edit({}, () => setOrDelete(this.root, key, value))
  }
}
