import { beforeAll, expect, test } from 'vitest'
import { bundle, type Bundle } from './bundle.ts'
import { readText } from './repository.ts'

interface Bound {
  /** What it may add to the core, minified and gzipped, in units of 1,024 bytes. */
  readonly maxKb: number
  /** The packages that it may import besides Yjs. */
  readonly imports: readonly string[]
}

/** Entry points for browsers beside the core, by their name in the exports of `@coplane/client`. */
const bounds: Readonly<Record<string, Bound>> = {
  './bind': { maxKb: 4, imports: [] },
  './excalidraw': { maxKb: 8, imports: ['@excalidraw/excalidraw'] },
  './offline': { maxKb: 4, imports: [] },
  './konva': { maxKb: 6, imports: ['konva'] },
  './react': { maxKb: 3, imports: ['react', 'react/jsx-runtime'] },
  './react-flow': { maxKb: 6, imports: ['@xyflow/react', 'react', 'react/jsx-runtime'] },
}

const maxCoreKb = 30
let core: Bundle

beforeAll(async () => {
  core = await bundle(['index.ts'])
})

test('[BS1] the core without Yjs stays below its bound and imports nothing else', () => {
  report('@coplane/client', core.gzippedBytes, maxCoreKb)
  expect(core.gzippedBytes).toBeLessThanOrEqual(maxCoreKb * 1024)
  expect(core.lazyBytes, 'nothing is loaded behind the back of the bound').toBe(0)
  expect(core.imports.filter((name) => !/^(yjs|lib0)(\/|$)/.test(name))).toEqual([])
})

test.for(Object.entries(bounds))('[BS2] %s adds little to the core', async ([name, { maxKb, imports }]) => {
  const both = await bundle(['index.ts', `${name.slice(2)}/index.ts`])
  const added = both.gzippedBytes - core.gzippedBytes
  report(`@coplane/client${name.slice(1)}`, added, maxKb)
  expect(added).toBeLessThanOrEqual(maxKb * 1024)
  expect(both.imports.filter((each) => each !== 'yjs' && !imports.includes(each))).toEqual([])
})

test('[BS3] every entry point of the package has a bound', () => {
  const { exports } = JSON.parse(readText('client-sdk/package.json')) as { exports: Record<string, unknown> }
  // Those with a star are leaves without dependencies, for tools and servers.
  const forBrowsers = Object.keys(exports).filter((name) => !name.includes('*'))
  expect(forBrowsers.sort()).toEqual(['.', ...Object.keys(bounds)].sort())
})

function report(name: string, bytes: number, maxKb: number): void {
  console.log(`${name}: ${(bytes / 1024).toFixed(1)} KB minified and gzipped, at most ${maxKb}`)
}
