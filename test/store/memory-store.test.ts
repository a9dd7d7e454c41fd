import { MemoryStore } from '../../server/src/store/memory-store.ts'
import { documentStoreContract } from './contract.ts'

documentStoreContract('MemoryStore', async () => ({ store: new MemoryStore() }))
