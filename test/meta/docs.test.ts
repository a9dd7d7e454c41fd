import { posix } from 'node:path'
import { describe, expect, test } from 'vitest'
import { entryPoints } from '../../tools/api-pages/entry-points.ts'
import { renderPages, symbolsOf } from '../../tools/api-pages/page.ts'
import { codeBlocksOf, compileBlocks } from './code-blocks.ts'
import { listFiles, readText } from './repository.ts'

const files = listFiles()
const pages = files.filter((path) => path.endsWith('.md'))
const written = pages.filter((path) => !path.startsWith('docs/api/'))

describe('[DC1] the reference is what the docstrings say', () => {
  test('[DC1] the committed pages are what `npm run docs` makes of the sources', () => {
    const committed = listFiles('docs/api').map((path) => [posix.basename(path), readText(path)])
    expect(new Map(committed as [string, string][])).toEqual(renderPages())
  })

  test('[DC1] every entry point for browsers has a page', () => {
    const { exports } = JSON.parse(readText('client-sdk/package.json')) as {
      exports: Record<string, unknown>
    }
    const names = Object.keys(exports).filter((name) => !name.includes('*'))
    expect(entryPoints.map(({ name }) => name.replace('@coplane/client', '.')).sort()).toEqual(names.sort())
  })

  test.for(entryPoints)('[DC1] everything that $name exports has a docstring', (entry) => {
    const symbols = symbolsOf(entry)
    expect(symbols.length).toBeGreaterThan(0)
    expect(symbols.filter(({ doc }) => !doc?.text).map(({ name }) => name)).toEqual([])
  })
})

test('[DC2] every program in a page compiles against the SDK', async () => {
  const blocks = written.flatMap(codeBlocksOf)
  expect(blocks.length).toBeGreaterThan(20)
  expect(await compileBlocks(blocks)).toEqual([])
}, 60_000)

test('[DC2] every example in a docstring compiles, but for names that are the application’s own', async () => {
  const examples = entryPoints.flatMap((entry) => {
    const symbols = symbolsOf(entry)
    const imports = `import { ${symbols.map(({ name }) => name).join(', ')} } from '${entry.name}'`
    return symbols.flatMap(({ name, doc, members }) =>
      [doc, ...members.map((member) => member.doc)]
        .flatMap((each) => each?.examples ?? [])
        .map((code) => ({
          page: `${entry.name} ${name}`,
          line: 0,
          language: 'tsx' as const,
          code: `${imports}\n${code.startsWith('{') ? `(${code})` : code}\n`,
        })),
    )
  })
  expect(examples.length).toBeGreaterThan(20)
  // Unknown names, and what follows from them: untyped parameters, a `return` of the function around it.
  const applicationsOwn = /error TS(2304|2552|7006|7031|1108|2440|2300)\b/
  expect((await compileBlocks(examples)).filter((error) => !applicationsOwn.test(error))).toEqual([])
}, 60_000)

describe('[DC3] links within the repository lead somewhere', () => {
  test.for(pages)('[DC3] those of %s', (page) => {
    const text = readText(page).replace(/^```[\s\S]*?^```$/gm, '')
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!)
    expect(targets.filter((target) => !/^[a-z]+:/.test(target) && !leadsSomewhere(page, target))).toEqual([])
  })

  test('[DC3] the list of guides names every guide', () => {
    const guides = written.filter((path) => /^docs\/[^/]+\.md$/.test(path) && path !== 'docs/README.md')
    const list = readText('docs/README.md')
    expect(guides.filter((path) => !list.includes(`(${posix.basename(path)})`))).toEqual([])
  })
})

function leadsSomewhere(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#')
  const file = path === '' ? page : posix.join(posix.dirname(page), path)
  if (anchor !== undefined) return pages.includes(file) && anchorsOf(file).includes(anchor)
  return files.some((each) => each === file || each.startsWith(`${file}/`))
}

/** As GitHub makes them of headings. */
function anchorsOf(page: string): string[] {
  const text = readText(page).replace(/^```[\s\S]*?^```$/gm, '')
  return [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}
