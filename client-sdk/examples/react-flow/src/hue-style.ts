import type { CSSProperties } from 'react'

/** Gives an element's rules their `--hue`, one of the style sheet's `--hue-*`. */
export function hueStyle(hue: string): CSSProperties {
  return { '--hue': `var(--hue-${hue})` } as CSSProperties
}
