/**
 * What rooms and users may take of the process, each with its policy in one word; docs/limits.md is about them, and
 * config.ts lets an operator set those that depend on the machine. Bounds that nobody has to choose are in room-limits.ts.
 */
export interface Quotas {
  /** Rooms in memory. Idle ones make way first (refuse: close `server-full`). */
  readonly rooms: number
  /** Members of one room (refuse: close `room-full`). */
  readonly sessionsPerRoom: number
  /** Sessions of one user in all rooms, and in one (refuse: close `too-many`). Who has no user is not counted. */
  readonly sessionsPerUser: number
  readonly sessionsPerUserAndRoom: number
  /** The document of one room, encoded (refuse: ERROR `full`, the batch is not applied). */
  readonly documentBytes: number
  /** Nodes and edges of one room (refuse: ERROR `full`, new ones are taken back). */
  readonly documentItems: number
  /** Updates of one room that wait for others on which they build (refuse: ERROR `full`). */
  readonly pendingBytes: number
  /** What becomes of content that is no part of a canvas, from members below admin (refuse: ERROR `schema`, the batch is not applied). */
  readonly shapes: 'carry' | 'refuse'
}

export const defaultQuotas: Quotas = {
  rooms: 10_000,
  sessionsPerRoom: 10_000,
  sessionsPerUser: 200,
  sessionsPerUserAndRoom: 50,
  documentBytes: 32 * 1024 * 1024,
  documentItems: 50_000,
  pendingBytes: 1024 * 1024,
  shapes: 'carry',
}
