/**
 * Every bound of the wire, with what happens beyond it. Units are in the names; both sides use this table.
 */
export * as limits from './wire-limits.ts'

/** Fixed-point steps per canvas unit of a coordinate in the live lane: quarter pixels. */
export const coordinateScale = 4
