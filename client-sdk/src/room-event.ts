import type { Json } from './json.ts'

/** One event of the room, as every subscriber gets it: in order, exactly once. */
export interface RoomEvent {
  /** The room's event counter, from 1. */
  readonly seq: number
  readonly type: string
  readonly payload: Json
  /** The author's member index when it was sent, if that was a member. */
  readonly member: number | undefined
}

/**
 * A place in the room's events, to be kept and asked for later. Positions of another epoch cannot be replayed from: the
 * room was unloaded or its server restarted meanwhile, and its events with it.
 */
export interface EventPosition {
  readonly epoch: number
  /** The newest event that one has; 0 for none. */
  readonly seq: number
}

/** Whether all events that were missed came, or come next. If not, none of them does. */
export interface Recovery {
  readonly recovered: boolean
}
