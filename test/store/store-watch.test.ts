import { expect, test } from 'vitest'
import { MemoryStore } from '../../server/src/store/memory-store.ts'
import { StoreWatch } from '../../server/src/store/store-watch.ts'
import { documentStoreContract } from './contract.ts'

documentStoreContract('StoreWatch', async () => ({ store: new StoreWatch(new MemoryStore(), () => 0) }))

const rows = [{ room: 'plan', seq: 1, update: Uint8Array.of(1) }]

/** A store that fails or hangs as it is told. */
class MoodyStore extends MemoryStore {
  mood: 'fine' | 'fails' | 'hangs' = 'fine'
  loads: string[] = []

  override load(room: string): ReturnType<MemoryStore['load']> {
    this.loads.push(room)
    return this.moody(() => super.load(room))
  }

  override append(more: typeof rows): Promise<void> {
    return this.moody(() => super.append(more))
  }

  private moody<Result>(run: () => Promise<Result>): Promise<Result> {
    if (this.mood === 'hangs') return new Promise(() => undefined)
    return this.mood === 'fails' ? Promise.reject(new Error('disk I/O error')) : run()
  }
}

function watched(): { disk: MoodyStore; store: StoreWatch; pass: (ms: number) => Promise<void> } {
  const disk = new MoodyStore()
  let nowMs = 0
  const store = new StoreWatch(disk, () => nowMs)
  const pass = async (ms: number): Promise<void> => {
    nowMs += ms
    store.sweep()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { disk, store, pass }
}

test('[RD1] a failed append is told until one works; loads that work meanwhile change nothing', async () => {
  const { disk, store } = watched()
  expect(store.problem).toBeUndefined()
  disk.mood = 'fails'
  await expect(store.append(rows)).rejects.toThrow('disk I/O error')
  expect(store.problem).toBe('the store fails: disk I/O error')
  disk.mood = 'fine'
  await store.load('plan')
  expect(store.problem).toBe('the store fails: disk I/O error')
  await store.append(rows)
  expect(store.problem).toBeUndefined()
})

test('[RD2] a failed load is tried again by the watch itself, so that readiness comes back without a visitor', async () => {
  const { disk, store, pass } = watched()
  disk.mood = 'fails'
  await expect(store.load('plan')).rejects.toThrow('disk I/O error')
  await pass(1_000)
  expect(store.problem).toBe('the store fails: disk I/O error')
  disk.mood = 'fine'
  await pass(1_000)
  expect(store.problem).toBeUndefined()
  expect(disk.loads).toEqual(['plan', '', ''])
})

test('[RD3] a call that does not come back is told after five seconds', async () => {
  const { disk, store, pass } = watched()
  disk.mood = 'hangs'
  void store.append(rows)
  await pass(5_000)
  expect(store.problem).toBeUndefined()
  await pass(1)
  expect(store.problem).toBe('the store does not answer')
})

test('[RD4] a store that nobody calls is asked now and then, and a dead one is noticed', async () => {
  const { disk, store, pass } = watched()
  await pass(4_000)
  expect(disk.loads).toEqual([])
  disk.mood = 'hangs'
  await pass(1_001)
  expect(disk.loads).toEqual([''])
  await pass(5_001)
  expect(store.problem).toBe('the store does not answer')
  // One question is enough.
  expect(disk.loads).toEqual([''])
})
