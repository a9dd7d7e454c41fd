import type { ItemKind } from '@coplane/client/model/schema'

/** An edit that was taken back, for its author. */
export interface RefusedEdit {
  /** The Yjs client that wrote it. */
  readonly clientId: number
  /** `schema`: the application's schema does not allow it. `invalid`: no canvas could show it. `full`: there is no place for it. */
  readonly reason: 'schema' | 'invalid' | 'full'
  readonly kind: ItemKind
  readonly id: string
  readonly message: string
}
