import { html, type Content, type Html } from './html.ts'

export interface Column<Row> {
  readonly title: string
  /** Stands below the title. */
  readonly unit?: string
  readonly of: (row: Row) => Content
  /** Names and sentences stand left, figures right. */
  readonly text?: boolean
}

/** The first column names its row. What is wider than the screen scrolls within its own frame. */
export function table<Row>(title: string, columns: readonly Column<Row>[], rows: readonly Row[]): Html {
  const side = ({ text }: Column<Row>): string => (text ? 'text' : 'figure')
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${title}">
    <table>
      <caption>
        ${title}
      </caption>
      <thead>
        <tr>
          ${columns.map(
            (column) =>
              html`<th scope="col" class="${side(column)}">
                ${column.title}${column.unit !== undefined && html`<small>${column.unit}</small>`}
              </th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${columns.map((column, index) =>
                index === 0
                  ? html`<th scope="row">${column.of(row)}</th>`
                  : html`<td class="${side(column)}">${column.of(row)}</td>`,
              )}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`
}
