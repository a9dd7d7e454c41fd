export interface Point {
  readonly at: number
  readonly value: number
}

/**
 * Leaves at most `most` points, each the worst of its group, so that thinning never flatters.
 * @returns the points, and how many of the given ones each stands for
 */
export function thin(
  points: readonly Point[],
  worst: 'highest' | 'lowest',
  most: number,
): { readonly points: readonly Point[]; readonly group: number } {
  const group = Math.max(1, Math.ceil(points.length / most))
  if (group === 1) return { points, group }
  const kept: Point[] = []
  for (let start = 0; start < points.length; start += group) {
    const values = points
      .slice(start, start + group)
      .map(({ value }) => value)
      .filter((value) => !Number.isNaN(value))
    const value = worst === 'highest' ? Math.max(...values) : Math.min(...values)
    kept.push({ at: points[start]!.at, value: values.length === 0 ? NaN : value })
  }
  return { points: kept, group }
}
