import type { Role } from '@coplane/client/protocol/role'

/** What an admin said of one user in one room: it holds against every token that was issued until then. */
export interface Override {
  readonly room: string
  readonly user: string
  /** Undefined for a user who may not come in. */
  readonly role: Role | undefined
  /** When, in milliseconds of the wall's clock. */
  readonly atMs: number
}

/** The port for what must outlive the process of who may do what; one contract suite tests all who implement it. */
export interface AccessStore {
  /** All that was put and not forgotten. */
  loadOverrides(): Promise<readonly Override[]>
  /** Puts it in the place of an earlier one for the same room and user, and resolves once it is durable. */
  putOverride(override: Override): Promise<void>
  /** Forgets all that were made before this time. */
  forgetOverrides(beforeMs: number): Promise<void>
}
