import { expect, it, onTestFinished } from 'vitest'
import { join } from 'node:path'
import { SmallDisk } from '../support/small-disk.ts'
import { describeUnless } from '../support/requirement.ts'
import { openStore } from './open-store.ts'

const row = (seq: number, bytes = 4_000) => ({ room: 'plan', seq, update: new Uint8Array(bytes).fill(seq) })

describeUnless(SmallDisk.obstacle(), 'SqliteStore on a full disk', () => {
  it('[FD1] an append rejects and leaves nothing behind, loads go on, and it stores again as soon as there is space', async () => {
    const disk = new SmallDisk(4)
    onTestFinished(() => disk.remove())
    const problems: string[] = []
    const store = await openStore(join(disk.path, 'data'), (problem) => problems.push(problem))
    onTestFinished(() => store.close())
    await store.append([row(1)])
    disk.fill()
    let acked = 1
    const failure: unknown = await (async () => {
      for (;;) await store.append([row(acked + 1)]).then(() => acked++)
    })().catch((error: unknown) => error)
    expect(String(failure)).toContain('(SQLITE_FULL)')
    for (let repeat = 0; repeat < 3; repeat++)
      await expect(store.append([row(acked + 1), row(acked + 2)])).rejects.toThrow('(SQLITE_FULL)')
    await expect(store.fold('plan', acked, new Uint8Array(400_000))).rejects.toThrow('(SQLITE_FULL)')
    const full = await store.load('plan')
    expect(full).toMatchObject({ seq: acked, snapshot: undefined })
    expect(full!.updates).toHaveLength(acked)

    disk.free()
    await store.append([row(acked + 1), row(acked + 2)])
    await store.fold('plan', acked + 1, Uint8Array.of(9))
    await store.close()
    const reopened = await openStore(join(disk.path, 'data'))
    onTestFinished(() => reopened.close())
    expect(await reopened.load('plan')).toEqual({
      snapshot: Uint8Array.of(9),
      updates: [row(acked + 2).update],
      seq: acked + 2,
    })
  }, 120_000)
})
