import { join } from 'node:path'
import { describeExport, type ApiMember, type ApiSymbol } from './declaration.ts'
import type { DocComment } from './doc-comment.ts'
import { entryPoints, type EntryPoint } from './entry-points.ts'
import { SourceModule } from './source-module.ts'

const source = join(import.meta.dirname, '../../client-sdk/src')
const kinds: readonly (readonly [title: string, ...kinds: ApiSymbol['kind'][]])[] = [
  ['Functions', 'function'],
  ['Classes', 'class'],
  ['Constants', 'constant'],
  ['Types', 'interface', 'type'],
]

/** What an entry point exports, in the order of its file. */
export function symbolsOf({ module }: EntryPoint): ApiSymbol[] {
  return new SourceModule(join(source, module)).exports().map(describeExport)
}

/** Every page of the reference, by its name in `docs/api`. */
export function renderPages(): Map<string, string> {
  return new Map(entryPoints.map((entry) => [entry.page, renderPage(entry)]))
}

function renderPage(entry: EntryPoint): string {
  const symbols = symbolsOf(entry)
  const others = entryPoints.filter(({ page }) => page !== entry.page)
  const lines = [
    `# ${entry.name}`,
    entry.summary,
    '<!-- Made from the docstrings by `npm run docs`: change them, not this page. -->',
    `See also ${others.map(({ name, page }) => `[${name.replace('@coplane/', '')}](${page})`).join(', ')} and the [guides](../README.md).`,
  ]
  for (const [title, ...shown] of kinds) {
    const some = symbols.filter(({ kind }) => shown.includes(kind))
    if (some.length === 0) continue
    lines.push(`## ${title}`, some.map(({ name }) => `[${name}](#${anchor(name)})`).join(' · '))
    lines.push(...some.map(renderSymbol))
  }
  return `${lines.join('\n\n')}\n`
}

/** As GitHub makes it of a heading. */
function anchor(name: string): string {
  return name.toLowerCase()
}

function renderSymbol({ name, signature, doc, members }: ApiSymbol): string {
  const blocks = [`### ${name}`, code(signature), ...(doc ? renderDoc(doc) : [])]
  if (members.length > 0) blocks.push(members.map(renderMember).join('\n'))
  return blocks.join('\n\n')
}

function renderMember({ signature, doc }: ApiMember): string {
  if (!doc) return `- \`${signature}\``
  const isOneParagraph = Object.values({ ...doc, text: [] }).every(
    (each) => each === undefined || each.length === 0,
  )
  if (isOneParagraph && !doc.text.includes('\n')) return `- \`${signature}\` — ${doc.text}`
  const body = renderDoc(doc)
    .join('\n\n')
    .replace(/\n(?=.)/g, '\n  ')
  return `- \`${signature}\`\n\n  ${body}\n`
}

function renderDoc({ text, params, returns, throws, examples }: DocComment): string[] {
  const facts = [
    ...params.map((param) => `- ${param}`),
    ...(returns === undefined ? [] : [`- **Returns** ${returns}`]),
    ...(throws === undefined ? [] : [`- **Throws** ${throws}`]),
  ]
  return [...(text ? [text] : []), ...(facts.length > 0 ? [facts.join('\n')] : []), ...examples.map(code)]
}

function code(text: string): string {
  return `\`\`\`ts\n${text}\n\`\`\``
}
