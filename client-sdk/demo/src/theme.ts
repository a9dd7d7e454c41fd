import type { Palette } from './palette.ts'
import { dark, light } from './palette.ts'
import { recall, remember } from './preferences.ts'

/** Light or dark: the system's choice until the person makes one. */
export class Theme {
  readonly #system = matchMedia('(prefers-color-scheme: dark)')
  readonly #changed: () => void

  constructor(changed: () => void) {
    this.#changed = changed
    const chosen = recall('theme')
    if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset['theme'] = chosen
    this.#system.addEventListener('change', changed)
  }

  get isDark(): boolean {
    const chosen = document.documentElement.dataset['theme']
    return chosen ? chosen === 'dark' : this.#system.matches
  }

  get palette(): Palette {
    return this.isDark ? dark : light
  }

  toggle(): void {
    const next = this.isDark ? 'light' : 'dark'
    document.documentElement.dataset['theme'] = next
    remember('theme', next)
    this.#changed()
  }
}
