import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'
import { root } from './repository.ts'

/** What an application's bundler makes of entry points of the SDK for browsers, with packages that are not of the SDK left outside. */
export interface Bundle {
  /** What is loaded at once, minified, by gzip at level 9. */
  readonly gzippedBytes: number
  /** What is loaded only when it is asked for, likewise. */
  readonly lazyBytes: number
  /** Packages that it imports, sorted. */
  readonly imports: readonly string[]
}

const source = join(root, 'client-sdk/src')

/** Yjs and the frameworks, which an application brings along itself; and what has no place in a browser, so that it shows. */
const foreign = /^(yjs|lib0|react|react-dom|@xyflow|konva|@excalidraw|ws)(\/|$)|^node:/

/** @param entries files in the sources, such as `react/index.ts`; what they share counts once. */
export async function bundle(entries: readonly string[]): Promise<Bundle> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    root: source,
    mode: 'production',
    oxc: { jsx: { runtime: 'automatic', development: false } },
    resolve: { alias: [{ find: /^#websocket$/, replacement: join(source, 'websocket-browser.ts') }] },
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: entries.map((entry) => join(source, entry)), formats: ['es'] },
      // As for an application: a library would keep its white space, and comments for the bundler after this one.
      rolldownOptions: { external: foreign, output: { minify: true, comments: false } },
    },
  })
  const chunks = (built as Rolldown.RolldownOutput[])
    .flatMap(({ output }) => output)
    .filter((chunk) => chunk.type === 'chunk')
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const atOnce = new Set(chunks.filter(({ isEntry }) => isEntry))
  for (const { imports } of atOnce)
    for (const name of imports) if (byName.has(name)) atOnce.add(byName.get(name)!)
  const imported = chunks.flatMap(({ imports, dynamicImports }) => imports.concat(dynamicImports))
  return {
    gzippedBytes: gzipped([...atOnce]),
    lazyBytes: gzipped(chunks.filter((chunk) => !atOnce.has(chunk))),
    imports: [...new Set(imported)].filter((specifier) => !byName.has(specifier)).sort(),
  }
}

function gzipped(chunks: readonly Rolldown.OutputChunk[]): number {
  return chunks.length === 0 ? 0 : gzipSync(chunks.map(({ code }) => code).join(''), { level: 9 }).length
}
