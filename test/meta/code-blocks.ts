import { execFile } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readText, root } from './repository.ts'

/** A program in a Markdown page. */
export interface CodeBlock {
  readonly page: string
  /** Of its fence, from 1. */
  readonly line: number
  readonly language: 'ts' | 'tsx'
  readonly code: string
}

/** Every block of a page that is marked `ts` or `tsx`. */
export function codeBlocksOf(page: string): CodeBlock[] {
  const text = readText(page)
  return [...text.matchAll(/^```(tsx?)\n([\s\S]*?)^```$/gm)].map(({ index, 1: language, 2: code }) => ({
    page,
    line: text.slice(0, index).split('\n').length,
    language: language as 'ts' | 'tsx',
    code: code!,
  }))
}

/** Names that pages use without saying where they come from, because every application has its own. */
const applicationsOwn = `
import type { Room } from '@coplane/client'
import type { Box } from '@coplane/client/bind'
declare global {
  const room: Room
  const url: string
  const viewport: Box
  const element: HTMLElement
  const context: CanvasRenderingContext2D
  const width: number
  const height: number
  const toCanvas: (event: { readonly clientX: number; readonly clientY: number }) => readonly [x: number, y: number]
  const draw: (...what: readonly unknown[]) => void
  const show: (...what: readonly unknown[]) => void
  const toast: (text: string) => void
}
`

/** Style sheets are the bundler's business. */
const styleSheets = "declare module '*.css'\n"

const tsconfig = {
  compilerOptions: {
    target: 'es2022',
    module: 'esnext',
    moduleResolution: 'bundler',
    lib: ['es2022', 'dom', 'dom.iterable'],
    types: ['node'],
    jsx: 'react-jsx',
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    noEmit: true,
    allowImportingTsExtensions: true,
    paths: {
      '@coplane/client': ['../../client-sdk/src/index.ts'],
      '@coplane/client/*': ['../../client-sdk/src/*/index.ts'],
      '@coplane/server/token': ['../../server/src/token.ts'],
    },
  },
  include: ['.'],
}

/** Compiles the blocks, each as a module of its own. @returns what is wrong with them, each by its page and line. */
export async function compileBlocks(blocks: readonly CodeBlock[]): Promise<string[]> {
  const folder = join(root, '.cache/code-blocks')
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(tsconfig))
  writeFileSync(join(folder, 'applications-own.d.ts'), applicationsOwn)
  writeFileSync(join(folder, 'style-sheets.d.ts'), styleSheets)
  const byFile = new Map(blocks.map((block, index) => [`block-${index}.${block.language}`, block]))
  for (const [file, { code }] of byFile) writeFileSync(join(folder, file), `${code}export {}\n`)
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], { cwd: folder }, (_, stdout) =>
      resolve(stdout),
    )
  })
  return output
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [, file, at, rest] = /^(block-\d+\.tsx?)\((\d+),\d+\): (.*)$/.exec(line) ?? []
      const block = file === undefined ? undefined : byFile.get(file)
      return block ? `${block.page}:${block.line + Number(at)}: ${rest}` : line
    })
}
