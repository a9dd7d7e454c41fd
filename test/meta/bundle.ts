import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'
import { root } from './repository.ts'

/** What an application's bundler makes of entry points of the SDK for browsers, with packages that are not of the SDK left outside. */
export interface Bundle {
  readonly minifiedBytes: number
  /** gzip, level 9. */
  readonly gzippedBytes: number
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
      // A library is not minified as a whole unless that is said: only applications are.
      rolldownOptions: { external: foreign, output: { minify: true } },
    },
  })
  const chunks = (built as Rolldown.RolldownOutput[]).flatMap(({ output }) => output)
  const code = chunks.filter((chunk) => chunk.type === 'chunk')
  const own = new Set(code.map(({ fileName }) => fileName))
  const text = code.map((chunk) => chunk.code).join('')
  return {
    minifiedBytes: Buffer.byteLength(text),
    gzippedBytes: gzipSync(text, { level: 9 }).length,
    imports: [...new Set(code.flatMap(({ imports, dynamicImports }) => imports.concat(dynamicImports)))]
      .filter((specifier) => !own.has(specifier))
      .sort(),
  }
}
