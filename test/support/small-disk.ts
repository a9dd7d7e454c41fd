import { execFileSync } from 'node:child_process'
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A file system of its own that really can be full: nothing about ENOSPC is made up. */
export class SmallDisk {
  readonly path = mkdtempSync(join(tmpdir(), 'coplane-small-disk-'))

  /** @throws Error where mounting is not allowed. */
  constructor(mebibytes: number) {
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'coplane-test', this.path])
    } catch (error) {
      rmdirSync(this.path)
      throw error
    }
  }

  /** What is in the way of using one, if anything. */
  static obstacle(): string | undefined {
    try {
      new SmallDisk(1).remove()
      return undefined
    } catch (error) {
      return `no file system can be mounted here (${String(error).split('\n')[0]})`
    }
  }

  /** Takes all that is left, but for `spareBytes`. */
  fill(spareBytes = 0): void {
    const file = openSync(this.ballast, 'w')
    const block = Buffer.alloc(4_096)
    let size = 0
    try {
      for (;;) size += writeSync(file, block)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
      ftruncateSync(file, size - spareBytes)
    } finally {
      closeSync(file)
    }
  }

  /** Gives it back. */
  free(): void {
    rmSync(this.ballast, { force: true })
  }

  remove(): void {
    // Lazily: a server that is just being ended may still have files open.
    execFileSync('umount', ['--lazy', this.path])
    rmdirSync(this.path)
  }

  private get ballast(): string {
    return join(this.path, 'ballast')
  }
}
