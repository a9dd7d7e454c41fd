import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describe, expect, it, onTestFinished } from 'vitest'
import { restore } from './drawing.ts'
import { openStore } from './open-store.ts'
import { makeTempDir } from './temp-dir.ts'

const rowsPerAppend = 8
const program = fileURLToPath(new URL('./append-until-killed.ts', import.meta.url))

describe('SqliteStore after SIGKILL', { timeout: 120_000 }, () => {
  // A log is folded after every ten appends: the first is killed before it, the second in it, the last after several.
  it.each([1, 10, 66, 300])(
    '[SQ5] a process killed after %d appends has lost none of them',
    async (appends) => {
      const dir = makeTempDir()
      const durableSeq = await appendAndKill(dir, appends)
      expect(durableSeq).toBeGreaterThanOrEqual(appends * rowsPerAppend)

      const store = await openStore(dir)
      const loaded = await store.load('plan')
      const nodes = restore(loaded).getMap('nodes').toJSON()
      // What was in flight may have become durable too, but only as a whole.
      const seq = loaded?.seq ?? 0
      expect(seq).toBeGreaterThanOrEqual(durableSeq)
      expect(seq % rowsPerAppend).toBe(0)
      expect(nodes).toEqual(Object.fromEntries(steps(seq).map((step) => [`node ${step}`, [step, -step]])))
    },
  )

  it('[SQ6] a directory is in use for as long as its process lives, and free once that was killed', async () => {
    const dir = makeTempDir()
    const inUse = `data directory ${dir} is in use by another Coplane process`
    await appendAndKill(dir, 1, async () => {
      await expect(openStore(dir)).rejects.toThrow(inUse)
    })
    const store = await openStore(dir)
    await expect(openStore(dir)).rejects.toThrow(inUse)
    await store.close()
    await openStore(dir)
  })
})

/** @returns the highest seq that the process printed as durable before SIGKILL ended it */
async function appendAndKill(
  dir: string,
  appends: number,
  whileAlive?: () => Promise<void>,
): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', program, dir], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  const exited = once(child, 'exit')
  let printed = 0
  let durableSeq = 0
  for await (const line of createInterface(child.stdout)) {
    durableSeq = Number(line)
    printed += 1
    if (printed !== appends) continue
    await whileAlive?.()
    child.kill('SIGKILL')
  }
  expect(await exited).toEqual([null, 'SIGKILL'])
  return durableSeq
}

function steps(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1)
}
