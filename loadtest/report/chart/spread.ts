/**
 * Of equal ones the last stands on top, as the line of the highest percentile does.
 * @returns heights near the wanted ones, in the order given, that keep `apart` from each other and stay within the bounds
 */
export function spread(wanted: readonly number[], apart: number, top: number, bottom: number): number[] {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a]! - wanted[b]! || b - a)
  const placed = [...wanted]
  let free = top
  for (const index of order) {
    placed[index] = Math.max(wanted[index]!, free)
    free = placed[index] + apart
  }
  let ceiling = bottom
  for (let at = order.length - 1; at >= 0; at--) {
    const index = order[at]!
    placed[index] = Math.min(placed[index]!, ceiling)
    ceiling = placed[index] - apart
  }
  return placed
}
