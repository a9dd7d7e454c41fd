import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allowed, planted } from './planted-lines.ts'
import { readText, root } from './repository.ts'

interface Diagnostic {
  readonly code: string
  readonly help?: string
  readonly filename: string
  readonly labels: readonly { readonly span: { readonly line: number } }[]
}

let folder: string
let found: readonly Diagnostic[]
const lines = new Map<string, string[]>()

/** Where a line stands: several are planted in one file, each on its own line. */
function plant(file: string, line: string): void {
  lines.set(file, [...(lines.get(file) ?? []), line])
}

function sentencesAbout(file: string, line: string): string[] {
  const number = lines.get(file)!.indexOf(line) + 1
  return found
    .filter((each) => each.filename === file && each.labels.some(({ span }) => span.line === number))
    .filter(({ code }) => code.includes('no-restricted') || code.includes('no-cycle'))
    .map(({ help = '' }) => help)
}

/** The repository's own linter and rules on a copy of its folders that holds nothing but planted lines. */
function lint(): Promise<readonly Diagnostic[]> {
  const oxlint = join(root, 'node_modules/oxlint/bin/oxlint')
  return new Promise((resolve, reject) => {
    // It exits with 1, since it finds what was planted; only output that is no report is an error.
    execFile(
      process.execPath,
      [oxlint, '--format=json'],
      { cwd: folder, maxBuffer: 2 ** 24 },
      (error, stdout) => {
        try {
          resolve((JSON.parse(stdout) as { diagnostics: Diagnostic[] }).diagnostics)
        } catch {
          reject(new Error(`oxlint made no report: ${stdout}`, { cause: error }))
        }
      },
    )
  })
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coplane-layering-'))
  await copyFile(join(root, '.oxlintrc.json'), join(folder, '.oxlintrc.json'))
  for (const [file, line] of [...planted, ...allowed]) plant(file, line)
  plant('server/src/room/ring-a.ts', "import type { B } from './ring-b.ts'")
  plant('server/src/room/ring-b.ts', "import type { A } from './ring-a.ts'")
  for (const [file, content] of lines) {
    await mkdir(join(folder, dirname(file)), { recursive: true })
    await writeFile(join(folder, file), `${content.join('\n')}\n`)
  }
  found = await lint()
}, 60_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

describe('[F5] the layers are held up by the linter, each with a sentence', () => {
  test.for(planted)('[F5] %s: %s', ([file, line, sentence]) => {
    expect(sentencesAbout(file, line)).toContainEqual(expect.stringContaining(sentence))
  })

  test.for(allowed)('[F5] %s may say: %s', ([file, line]) => {
    expect(sentencesAbout(file, line)).toEqual([])
  })

  test('[F5] two modules that import each other, if only types, are a cycle', () => {
    const cycles = found.filter(({ code }) => code.includes('no-cycle')).map(({ filename }) => filename)
    expect(cycles.sort()).toEqual(['server/src/room/ring-a.ts', 'server/src/room/ring-b.ts'])
  })

  test('[F5] every sentence of the configuration has a planted violation', () => {
    const sentences = new Set(
      [...readText('.oxlintrc.json').matchAll(/"message":\s*"([^"]+)"/g)].map(([, text]) => text!),
    )
    const held = (sentence: string): boolean => planted.some(([, , start]) => sentence.startsWith(start))
    expect([...sentences].filter((sentence) => !held(sentence))).toEqual([])
    expect(sentences.size).toBeGreaterThan(10)
  })
})
