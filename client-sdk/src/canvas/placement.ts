/** What `pl` holds: the parent ('' is the canvas) and the position in it, one register so that the two never mix. */
export type Placement = readonly [parent: string, x: number, y: number]

export function isPlacement(value: unknown): value is Placement {
  return (
    Array.isArray(value) &&
    typeof value[0] === 'string' &&
    Number.isFinite(value[1]) &&
    Number.isFinite(value[2])
  )
}
