import { describe, expect, test } from 'vitest'
import { listFiles, readText, resolveImport, specifiersOf } from './repository.ts'

const files = listFiles()
const modules = files.filter((path) => /\.(ts|tsx|js|mjs)$/.test(path))
const sources = modules.filter((path) => /^(server|client-sdk)\/src\//.test(path))

describe('[F1] a file is small enough to be read at once', () => {
  test('[F1] no module has more than 300 lines', () => {
    const long = modules
      .map((path) => [path, readText(path).trimEnd().split('\n').length] as const)
      .filter(([, lines]) => lines > 300)
    expect(long).toEqual([])
  })
})

describe('[F2] a file is named for the one noun that it holds', () => {
  test('[F2] nothing is named for being shared', () => {
    const drawers = /^(.+-)?(utils?|helpers?|common|types|managers?|misc)$/
    const vague = modules.filter((path) =>
      path.split('/').some((part) => drawers.test(part.replace(/\..*$/, ''))),
    )
    expect(vague).toEqual([])
  })

  test('[F2] names are in kebab-case', () => {
    expect(
      modules.filter((path) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)+$/.test(path.split('/').at(-1)!)),
    ).toEqual([])
  })
})

describe('[F3] imports go one way', () => {
  const graph = new Map(
    sources.map((path) => [
      path,
      specifiersOf(readText(path)).flatMap((specifier) => resolveImport(path, specifier) ?? []),
    ]),
  )

  test('[F3] every import of a file in the sources names a file that exists', () => {
    const known = new Set(sources)
    const dangling = [...graph].flatMap(([path, targets]) =>
      targets.filter((target) => !known.has(target)).map((target) => `${path} → ${target}`),
    )
    expect(dangling).toEqual([])
    expect(graph.size).toBeGreaterThan(50)
  })

  test('[F3] no module imports itself through others, not even for a type', () => {
    expect(cyclesIn(graph)).toEqual([])
  })

  test('[F3] a cycle would be found', () => {
    const cyclic = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ])
    expect(cyclesIn(cyclic)).toEqual(['b → c → b'])
  })

  test.each(['model', 'protocol'])('[F3] %s imports nothing outside its folder', (leaf) => {
    const leaving = [...graph.keys()]
      .filter((path) => path.startsWith(`client-sdk/src/${leaf}/`))
      .flatMap((path) => specifiersOf(readText(path)).map((specifier) => [path, specifier] as const))
      .filter(([, specifier]) => !/^\.\/[a-z-]+\.ts$/.test(specifier))
    expect(leaving).toEqual([])
  })
})

describe('[F4] the repository knows no registry', () => {
  // Whoever clones it installs from the registry of their own configuration.
  const registryHost = new RegExp(
    [
      ['registry', '[a-z0-9-]+', '[a-z]{2,}'].join(String.raw`\.`),
      ['npm', 'pkg', '[a-z0-9-]+', '[a-z]{2,}'].join(String.raw`\.`),
      String.raw`\b(artifactory|nexus|jfrog|verdaccio)[a-z0-9.-]*\.[a-z]{2,}\b`,
    ].join('|'),
    'i',
  )

  test('[F4] no file names the host of one', () => {
    const text = files.filter((path) => !/\.(png|ico|woff2|sqlite|gz)$/.test(path))
    expect(text).toContain('package-lock.json')
    expect(text.filter((path) => registryHost.test(readText(path)))).toEqual([])
  })

  test.each([
    ['package-lock.json', 50],
    ['loadtest/peers/servers/package-lock.json', 10],
  ])('[F4] %s pins packages by their hash and not by an address', (lockFile, leastPackages) => {
    const { packages } = JSON.parse(readText(lockFile)) as {
      packages: Record<string, { resolved?: string; integrity?: string; link?: boolean }>
    }
    const installed = Object.entries(packages).filter(
      ([path, { link }]) => path.includes('node_modules/') && !link,
    )
    expect(installed.length).toBeGreaterThan(leastPackages)
    const addressed = installed.filter(([, { resolved }]) => resolved !== undefined)
    expect(addressed.map(([path]) => path)).toEqual([])
    const unpinned = installed.filter(([, { integrity }]) => integrity === undefined)
    expect(unpinned.map(([path]) => path)).toEqual([])
  })
})

/** Every cycle that a walk from each module runs into, as text. */
function cyclesIn(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const found: string[] = []
  const done = new Set<string>()
  const path: string[] = []
  const walk = (module: string): void => {
    const at = path.indexOf(module)
    if (at >= 0) found.push([...path.slice(at), module].join(' → '))
    if (at >= 0 || done.has(module)) return
    path.push(module)
    for (const target of graph.get(module) ?? []) walk(target)
    path.pop()
    done.add(module)
  }
  for (const module of graph.keys()) walk(module)
  return found
}
