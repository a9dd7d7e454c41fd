import type { ESTree } from 'vite'
import { parseDocComment, type DocComment } from './doc-comment.ts'
import type { Exported, SourceModule } from './source-module.ts'

/** One exported name as its page shows it. */
export interface ApiSymbol {
  readonly name: string
  readonly kind: 'function' | 'class' | 'interface' | 'type' | 'constant'
  /** TypeScript, without bodies. */
  readonly signature: string
  readonly doc: DocComment | undefined
  readonly members: readonly ApiMember[]
}

export interface ApiMember {
  /** TypeScript, on one line. */
  readonly signature: string
  readonly doc: DocComment | undefined
}

/** Whatever has this in its docstring is public for the SDK's own files only. */
const internal = /^The SDK's own call\b/
/** A constructor that says this is not for others. */
const madeElsewhere = /^Use `/

export function describeExport({ name, declarations, module, isTypeOnly }: Exported): ApiSymbol {
  const [declaration] = declarations as readonly [ESTree.Declaration]
  // The docstring stands before the keyword `export`.
  const docText = module.docBefore(module.text.lastIndexOf('export', declaration.start))
  const doc = docText === undefined ? undefined : parseDocComment(docText)
  const symbol = { name, doc, members: [] as ApiMember[] }
  switch (declaration.type) {
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
      return { ...symbol, kind: 'function', signature: functionSignature(declarations, module) }
    case 'ClassDeclaration':
      return {
        ...symbol,
        kind: 'class',
        signature: head(module, declaration.start, declaration.body.start),
        members: declaration.body.body.flatMap((member) => classMember(member, module, isTypeOnly)),
      }
    case 'TSInterfaceDeclaration':
      return {
        ...symbol,
        kind: 'interface',
        signature: head(module, declaration.start, declaration.body.start),
        members: declaration.body.body
          .filter((member) => !internal.test(module.docBefore(member.start) ?? ''))
          .map((member) => ({
            signature: oneLine(module.slice(member.start, member.end)),
            doc: docOf(module, member.start),
          })),
      }
    case 'TSTypeAliasDeclaration':
      return { ...symbol, kind: 'type', signature: module.slice(declaration.start, declaration.end) }
    case 'VariableDeclaration':
      return { ...symbol, kind: 'constant', signature: module.slice(declaration.start, declaration.end) }
    default:
      throw new Error(`${module.path}: ${name} is of a kind that has no page, ${declaration.type}`)
  }
}

/** That of every overload; the one with the body is only for the compiler then. */
function functionSignature(declarations: readonly ESTree.Declaration[], module: SourceModule): string {
  const overloads = declarations.filter(({ type }) => type === 'TSDeclareFunction')
  return (overloads.length > 0 ? overloads : declarations)
    .map((each) =>
      head(module, each.start, ('body' in each && each.body?.start) || each.end).replace(/^async /, ''),
    )
    .join('\n')
}

function classMember(member: ESTree.ClassElement, module: SourceModule, isTypeOnly: boolean): ApiMember[] {
  if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') return []
  if (member.accessibility === 'private' || member.key.type === 'PrivateIdentifier') return []
  const text = module.docBefore(member.start)
  if (text !== undefined && internal.test(text)) return []
  if (!('kind' in member)) {
    const end = member.typeAnnotation?.end ?? member.key.end
    return [{ signature: oneLine(module.slice(member.start, end)), doc: docOf(module, member.start) }]
  }
  const isConstructor = member.kind === 'constructor'
  if (isConstructor && (isTypeOnly || (text !== undefined && madeElsewhere.test(text)))) return []
  const signature = head(module, member.start, member.value.body?.start ?? member.end)
  return [{ signature: oneLine(signature), doc: docOf(module, member.start) }]
}

function docOf(module: SourceModule, position: number): DocComment | undefined {
  const text = module.docBefore(position)
  return text === undefined ? undefined : parseDocComment(text)
}

/** A declaration up to its body. */
function head(module: SourceModule, start: number, end: number): string {
  return module.slice(start, end).trim()
}

function oneLine(signature: string): string {
  return (
    signature
      // Members of an object type on lines of their own need no semicolons.
      .replace(/(?<![{([,<|&=>])\n\s*(?![})\]|&>])/g, '; ')
      .replace(/\s+/g, ' ')
      .replace(/([([{<]) /g, (_, open: string) => (open === '{' ? '{ ' : open))
      .replace(/,? ([)\]])/g, '$1')
      .replace(/; }/g, ' }')
      .replace(/([}>]) >/g, '$1>')
      .replace(/^override |^async /, '')
      .replace(/[;,]$/, '')
  )
}
