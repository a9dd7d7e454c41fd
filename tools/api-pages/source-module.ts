import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseSync, type ESTree } from 'vite'

/** What a name stands for that an entry point exports, and where. */
export interface Exported {
  readonly name: string
  /** Exported with `export type`: a class of which nobody else makes an instance. */
  readonly isTypeOnly: boolean
  /** Several for a function with overloads. */
  readonly declarations: readonly ESTree.Declaration[]
  readonly module: SourceModule
}

/** A parsed TypeScript file. Modules are parsed once per `parsed` map. */
export class SourceModule {
  readonly path: string
  readonly text: string
  private readonly body: readonly (ESTree.Directive | ESTree.Statement)[]
  private readonly comments: readonly {
    readonly value: string
    readonly start: number
    readonly end: number
  }[]

  constructor(path: string) {
    this.path = path
    this.text = readFileSync(path, 'utf8')
    const { program, comments, errors } = parseSync(path, this.text)
    if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`)
    this.body = program.body
    this.comments = comments
  }

  /** The text of a node, as it is written. */
  slice(start: number, end: number): string {
    return this.text.slice(start, end)
  }

  /** The docstring that stands right before a position, without its stars; undefined where there is none. */
  docBefore(position: number): string | undefined {
    const next = this.comments.findIndex(({ end }) => end > position)
    const comment = next < 0 ? this.comments.at(-1) : this.comments[next - 1]
    if (!comment?.value.startsWith('*') || this.text.slice(comment.end, position).trim() !== '')
      return undefined
    return comment.value
      .slice(1)
      .replace(/^[ \t]*\* ?/gm, '')
      .trim()
  }

  /** Everything that this module exports by name, through other modules as well, in the order of the file. */
  exports(): Exported[] {
    const all = this.body.flatMap((statement): Exported[] => {
      if (statement.type !== 'ExportNamedDeclaration') return []
      const { declaration, source, specifiers, exportKind } = statement
      if (declaration)
        return namesOf(declaration).map((name) => ({
          name,
          isTypeOnly: false,
          declarations: [declaration],
          module: this,
        }))
      if (!source)
        throw new Error(`${this.path}: exports are re-exported from their file or declared exported`)
      const target = new SourceModule(join(dirname(this.path), source.value)).exports()
      return specifiers.map((specifier) => {
        const name = identifierOf(specifier.local)
        const found = target.find((each) => each.name === name)
        if (!found) throw new Error(`${source.value} exports no ${name}`)
        const isTypeOnly = exportKind === 'type' || specifier.exportKind === 'type'
        const { declarations, module } = found
        return { name: identifierOf(specifier.exported), isTypeOnly, declarations, module }
      })
    })
    const byName = new Map<string, Exported>()
    for (const each of all) {
      const { declarations = [] } = byName.get(each.name) ?? {}
      byName.set(each.name, { ...each, declarations: [...declarations, ...each.declarations] })
    }
    return [...byName.values()]
  }
}

function namesOf(declaration: ESTree.Declaration): string[] {
  switch (declaration.type) {
    case 'VariableDeclaration':
      return declaration.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))
    case 'FunctionDeclaration':
    case 'TSDeclareFunction':
    case 'ClassDeclaration':
    case 'TSInterfaceDeclaration':
    case 'TSTypeAliasDeclaration':
      return declaration.id && 'name' in declaration.id ? [declaration.id.name] : []
    default:
      return []
  }
}

function identifierOf(name: ESTree.ModuleExportName): string {
  return name.type === 'Literal' ? name.value : name.name
}
