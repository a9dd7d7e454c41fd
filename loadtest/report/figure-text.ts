/** What stands where nothing was measured. */
const nothing = '–'

/** @returns three significant digits at most below 1,000, whole numbers with thousands apart above; `–` for NaN. */
export function figure(value: number | undefined, unit = ''): string {
  if (value === undefined || Number.isNaN(value)) return nothing
  const size = Math.abs(value)
  const digits = size >= 100 || Number.isInteger(value) ? 0 : size >= 10 ? 1 : 2
  const text = value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  if (unit === '') return text
  return unit === '%' ? `${text}\u{202f}${unit}` : `${text}\u{a0}${unit}`
}

/** A ratio always shows hundredths, so that they line up. */
export function times(ratio: number | undefined): string {
  return ratio === undefined || !Number.isFinite(ratio) ? nothing : `${ratio.toFixed(2)}\u{202f}×`
}

/** @param share 0 to 1; what is not 0 is never written as 0. */
export function share(part: number): string {
  if (Number.isNaN(part)) return nothing
  if (part === 0) return figure(0, '%')
  if (part < 0.000_01) return `<\u{202f}0.001\u{202f}%`
  const percent = part * 100
  return `${percent.toLocaleString('en', { maximumSignificantDigits: 3 })}\u{202f}%`
}

export function bytes(value: number, per = ''): string {
  if (Number.isNaN(value)) return nothing
  if (value < 1e3) return figure(Math.round(value), `B${per}`)
  return value < 1e6 ? figure(value / 1e3, `KB${per}`) : figure(value / 1e6, `MB${per}`)
}

export function duration(seconds: number): string {
  const whole = Math.round(seconds)
  if (whole < 120) return `${whole} s`
  if (whole < 7_200) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3_600)} h ${Math.floor((whole % 3_600) / 60)} min`
}

/** Minutes and seconds on an axis, hours where there are some. */
export function clock(seconds: number, longest: number): string {
  if (longest < 180) return String(seconds)
  const minutes = Math.floor(seconds / 60)
  const two = (value: number): string => String(value).padStart(2, '0')
  if (longest < 7_200) return `${minutes}:${two(seconds % 60)}`
  return `${Math.floor(minutes / 60)}:${two(minutes % 60)}`
}
