import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** @returns an empty directory that goes away with the test */
export function makeTempDir(parent = tmpdir()): string {
  const dir = mkdtempSync(join(parent, 'coplane-store-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}
