import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** Folders that a build, an installation or a run fills. */
const generated = new Set(['node_modules', 'dist', 'data', '.git', '.cache'])

/** Every file that people write, by its path from the root with slashes. */
export function listFiles(folder = ''): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder ? `${folder}/${entry.name}` : entry.name
    if (entry.isDirectory()) return generated.has(entry.name) ? [] : listFiles(path)
    return entry.isFile() && !entry.name.endsWith('.tsbuildinfo') ? [path] : []
  })
}

export function readText(path: string): string {
  return readFileSync(join(root, path), 'utf8')
}

/** What a module imports or re-exports, types and dynamic imports included, as its specifiers. */
export function specifiersOf(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '')
  return [...code.matchAll(/\bfrom\s+['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g)].map(
    ([, from, bare]) => from ?? bare!,
  )
}

/** The file that a specifier names in this repository, or undefined for a package. */
export function resolveImport(importer: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(importer), specifier)
  const [, leaf] = /^@coplane\/client\/((?:model|protocol)\/.+)$/.exec(specifier) ?? []
  return leaf === undefined ? undefined : `client-sdk/src/${leaf}.ts`
}
