/** A docstring taken apart. */
export interface DocComment {
  /** Markdown. */
  readonly text: string
  /** Each as `name: what it is`. */
  readonly params: readonly string[]
  readonly returns: string | undefined
  readonly throws: string | undefined
  /** Code. */
  readonly examples: readonly string[]
}

/** @param doc a docstring without its stars; tags may stand anywhere in it, each goes on to the next one. */
export function parseDocComment(doc: string): DocComment {
  const [text = '', ...tagged] = ` ${doc}`.split(/\s(?=@(?:param|returns|throws|example)\b)/)
  const of = (tag: string): string[] =>
    tagged.filter((each) => each.startsWith(`@${tag}`)).map((each) => each.slice(tag.length + 1).trim())
  const joined = (tag: string): string | undefined => of(tag).map(flow).join(' ') || undefined
  return {
    text: text.trim(),
    params: of('param').map((each) => flow(each).replace(/^(\S+) /, '`$1`: ')),
    returns: joined('returns'),
    throws: joined('throws'),
    examples: of('example'),
  }
}

/** One paragraph on one line. */
function flow(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ')
}
