/*
 * Constants of their own, and not of an object, so that bundlers put the keys in the place of their names.
 */

/** String; the node's or edge's type. */
export const type = 't'
/** Node: `[parent, x, y]`, one register; '' as parent is the canvas, x and y are relative to the parent. */
export const placement = 'pl'
/** Node: `[w, h]`, one register. */
export const size = 'sz'
/** Node: a jittered fractional index among siblings, compared as a plain string, then by id. */
export const order = 'z'
/** Node: degrees, clockwise. */
export const rotation = 'rt'
/** Presentation, replaced as a whole. */
export const style = 'st'
/** Node: 1 while locked. */
export const locked = 'lk'
/** Edge: `[[x, y], …]`, replaced as a whole. */
export const waypoints = 'wp'
/** Edge: `[node, handle]`, where it starts. */
export const source = 's'
/** Edge: `[node, handle]`, where it ends. */
export const target = 'e'
/** Y.Text, only where the schema says collaborative text. */
export const text = 'tx'
