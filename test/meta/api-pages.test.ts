import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { describeExport, type ApiSymbol } from '../../tools/api-pages/declaration.ts'
import { parseDocComment } from '../../tools/api-pages/doc-comment.ts'
import { SourceModule } from '../../tools/api-pages/source-module.ts'

const folder = mkdtempSync(join(tmpdir(), 'coplane-api-pages-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function describeModule(name: string, text: string): ApiSymbol[] {
  writeFileSync(join(folder, name), text)
  return new SourceModule(join(folder, name)).exports().map(describeExport)
}

test('[DC4] a docstring is its text and its tags, wherever they stand', () => {
  expect(
    parseDocComment(
      'Moves it.\nFar. @returns whether it\nmoved. @throws RangeError below 0. @param by in\npixels.\n@example move(1)',
    ),
  ).toEqual({
    text: 'Moves it.\nFar.',
    params: ['`by`: in pixels.'],
    returns: 'whether it moved.',
    throws: 'RangeError below 0.',
    examples: ['move(1)'],
  })
  expect(parseDocComment('@returns one.')).toMatchObject({ text: '', returns: 'one.' })
})

test('[DC4] a class is shown by what others may use of it', () => {
  const [shown] = describeModule(
    'counter.ts',
    `
/** Counts. */
export class Counter {
  /** So far. */
  readonly count = 0
  private readonly step: number
  #hidden = 1

  /** Use \`openCounter\`. */
  constructor(step: number) {
    this.step = step
  }

  get isOdd(): boolean {
    return this.count % 2 === this.#hidden
  }

  add(
    by: {
      readonly x?: number
      readonly y: number
    },
    times = this.step,
  ): void {}

  /** The SDK's own call. */
  reset(): void {}
}
`,
  )
  expect(shown).toMatchObject({ name: 'Counter', kind: 'class', doc: { text: 'Counts.' } })
  expect(shown!.members.map(({ signature, doc }) => [signature, doc?.text])).toEqual([
    ['readonly count', 'So far.'],
    ['get isOdd(): boolean', undefined],
    ['add(by: { readonly x?: number; readonly y: number }, times = this.step): void', undefined],
  ])
})

test('[DC4] names are followed through other modules; overloads are shown, their implementation is not', () => {
  writeFileSync(
    join(folder, 'read.ts'),
    `
/** Reads. */
export function read(): string
export function read(id: string): string | undefined
export function read(id?: string): string | undefined {
  return id
}
export interface NotExported {}
export interface Found { readonly at: number }
`,
  )
  const shown = describeModule('index.ts', "export { read as readIt, type Found } from './read.ts'\n")
  expect(shown).toMatchObject([
    {
      name: 'readIt',
      kind: 'function',
      signature: 'function read(): string\nfunction read(id: string): string | undefined',
      doc: { text: 'Reads.' },
    },
    { name: 'Found', kind: 'interface', doc: undefined, members: [{ signature: 'readonly at: number' }] },
  ])
})
