import { rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const alive = new Set<string>()
process.on('exit', () => {
  for (const path of alive) rmSync(path, { recursive: true, force: true })
})

/** A directory that is gone when this process is, whether or not anybody came to remove it. */
export async function makeTemporaryDir(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'coplane-bench-'))
  alive.add(path)
  return {
    path,
    remove: async () => {
      await rm(path, { recursive: true, force: true })
      alive.delete(path)
    },
  }
}
