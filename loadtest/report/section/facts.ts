import { html, type Content, type Html } from '../html.ts'

/** Small figures that say where the large ones come from; those without a value are left out. */
export function facts(all: readonly (readonly [name: string, value: Content])[]): Html {
  return html`<dl class="facts">
    ${all
      .filter(([, value]) => value !== '')
      .map(
        ([name, value]) =>
          html`<div>
            <dt>${name}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
  </dl>`
}

/** @returns the minute, in UTC as reports have it. */
export function minute(iso: string): string {
  return `${iso.slice(0, 16).replace('T', ' ')} UTC`
}
