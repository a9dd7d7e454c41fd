import { expect, it } from 'vitest'
import { maxLogRows } from '../../server/src/store/compaction.ts'
import { MemoryStore } from '../../server/src/store/memory-store.ts'
import { documentStoreContract } from './contract.ts'

documentStoreContract('MemoryStore', async () => ({ store: new MemoryStore() }))

it('[ME1] a log that cannot be folded is kept as it was appended', async () => {
  const store = new MemoryStore()
  const malformed = Uint8Array.of(255)
  for (let seq = 1; seq <= 3 * maxLogRows; seq++)
    await store.append([{ room: 'plan', seq, update: malformed }])
  const loaded = await store.load('plan')
  expect(loaded?.snapshot).toBeUndefined()
  expect(loaded?.updates).toHaveLength(3 * maxLogRows)
})
