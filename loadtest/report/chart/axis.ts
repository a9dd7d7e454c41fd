/** Where ticks stand on an axis that begins at 0, and where it ends. */
export interface Axis {
  readonly ticks: readonly number[]
  readonly end: number
}

/** @param steps for each power of ten, the multiples that read well; those of time differ. */
export function axisTo(highest: number, about = 4, steps: readonly number[] = [1, 2, 2.5, 5, 10]): Axis {
  const wanted = Math.max(highest, Number.MIN_VALUE) / about
  const power = 10 ** Math.floor(Math.log10(wanted))
  const step = steps.map((each) => each * power).find((each) => each >= wanted * 0.999_999) ?? 10 * power
  const count = Math.max(1, Math.ceil(highest / step - 1e-9))
  // Multiplying, not adding up: 3 × 0.1 would otherwise read 0.30000000000000004.
  const ticks = Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)))
  return { ticks, end: ticks.at(-1)! }
}

/** Seconds on an axis: steps of minutes and hours where decimal ones would be odd. */
export function timeAxisTo(seconds: number): Axis {
  const step = timeSteps.find((each) => seconds / each <= 6) ?? 3_600 * Math.ceil(seconds / 6 / 3_600)
  const ticks = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step)
  return { ticks, end: Math.max(seconds, 1) }
}

const timeSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400]
