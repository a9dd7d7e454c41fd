/**
 * Why something that was asked for did not happen, or was taken back. Nothing else is lost: the local state is what it was
 * before, or what the server has.
 *
 * - `forbidden`: this member may not write.
 * - `held`: somebody else holds the node in a gesture.
 * - `gone`: what it was about has been deleted meanwhile.
 * - `schema`: data that the room's schema does not allow.
 * - `invalid`: the server could not accept the edit.
 * - `too-large`: over a limit of the room.
 * - `rate`: sooner than this member may; later it may.
 * - `full`: the room holds as much as it may.
 */
export type RejectReason =
  | 'forbidden'
  | 'held'
  | 'gone'
  | 'schema'
  | 'invalid'
  | 'too-large'
  | 'rate'
  | 'full'

/** One refusal, as `room.onReject` hears of it. */
export interface Reject {
  readonly reason: RejectReason
  /** One sentence that can be logged; the reason is what an application tells its user by. */
  readonly message: string
  /** Ids of the nodes and edges that it was about, both empty when it was about neither. */
  readonly nodes: readonly string[]
  readonly edges: readonly string[]
}
