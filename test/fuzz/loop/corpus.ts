import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hexOf, bytesOf } from '../../protocol/golden-bytes.ts'

export interface KnownInput {
  readonly name: string
  readonly input: Uint8Array
}

/** Inputs that were found once: those with a name did harm, the others only went where none had gone. */
export function readCorpus(folder: string, target: string): KnownInput[] {
  const path = join(folder, target)
  if (!existsSync(path)) return []
  return readdirSync(path)
    .sort()
    .map((file) => ({
      name: file.replace(/\.hex$/, ''),
      input: bytesOf(readFileSync(join(path, file), 'utf8')),
    }))
}

/** @returns the file's path. */
export function writeInput(folder: string, target: string, name: string, input: Uint8Array): string {
  const path = join(folder, target)
  mkdirSync(path, { recursive: true })
  const file = join(path, `${name}.hex`)
  writeFileSync(file, `${hexOf(input)}\n`)
  return file
}
