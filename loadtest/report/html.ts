/** Markup that needs no escaping any more. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

export type Content = Html | string | number | false | undefined | readonly Content[]

/** Makes markup of a template: whatever is put in is text, unless it is markup itself. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Html {
  const pieces = parts.map(
    (part, index) =>
      // The template's own indentation is for those who read the source.
      part.replace(/\s*\n\s*/g, '\n') + (index < values.length ? textOf(values[index]) : ''),
  )
  return new Html(pieces.join(''))
}

function textOf(content: Content): string {
  if (content instanceof Html) return content.text
  if (content === undefined || content === false) return ''
  if (typeof content === 'object') return content.map(textOf).join('')
  return String(content).replace(/[&<>"']/g, (character) => entities[character]!)
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
