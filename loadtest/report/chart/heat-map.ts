import { html, type Content, type Html } from '../html.ts'

export interface HeatMap {
  readonly title: string
  readonly rows: readonly { readonly name: string; readonly cells: readonly (HeatCell | undefined)[] }[]
  readonly columns: readonly string[]
  /** What the corner says about rows and columns. */
  readonly corner: Content
  readonly steps: HeatSteps
}

export interface HeatCell {
  readonly value: number
  readonly figure: string
  readonly lines: readonly Content[]
  readonly broken: boolean
}

export interface HeatSteps {
  readonly unit: string
  /** Upper ends of all steps but the last, rising. */
  readonly ends: readonly number[]
}

/** A table whose cells are tinted by their figure; every cell says it in text, too. */
export function heatMap({ title, rows, columns, corner, steps }: HeatMap): Html {
  return html`<figure class="heat">
    <figcaption>${title}</figcaption>
    <div class="scroll" tabindex="0" role="region" aria-label="${title}">
      <table>
        <thead>
          <tr>
            <th scope="col" class="corner">${corner}</th>
            ${columns.map((column) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ name, cells }) =>
              html`<tr>
                <th scope="row">${name}</th>
                ${cells.map((cell) =>
                  cell === undefined
                    ? html`<td class="none">not run</td>`
                    : html`<td class="${`heat-${stepOf(cell.value, steps)}`}${cell.broken && ' broken'}">
                        <strong>${cell.figure}</strong>${cell.lines.map((line) => html`<span>${line}</span>`)}
                      </td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    <p class="legend" aria-hidden="true">
      ${[...steps.ends, Infinity].map(
        (end, index) =>
          html`<span
            ><i class="heat-${index}"></i>${
              end === Infinity ? `above ${steps.ends.at(-1)}` : `≤ ${end}`
            }</span
          >`,
      )}
      ${steps.unit}
    </p>
  </figure>`
}

function stepOf(value: number, { ends }: HeatSteps): number {
  const found = ends.findIndex((end) => value <= end)
  return found < 0 ? ends.length : found
}
