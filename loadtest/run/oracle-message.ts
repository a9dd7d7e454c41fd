import type { MemberCounts } from './cell-ledger.ts'

/** What the oracles' process is asked. */
export type OracleOrder =
  /** Join this room, so many of you, and stay. */
  | { readonly ask: 'join'; readonly url: string; readonly clients: number }
  /** Wait until everything that the server sent before now has arrived. */
  | { readonly ask: 'count' }
  /** Compare yourselves with each other and with somebody who joins now; then leave. */
  | { readonly ask: 'compare' }

/** Its answer to each, in the order of asking. */
export type OracleAnswer =
  | { readonly is: 'joined' }
  | { readonly is: 'counted'; readonly counts: MemberCounts }
  | { readonly is: 'compared'; readonly difference: string | undefined }
  | { readonly is: 'failed'; readonly message: string }
