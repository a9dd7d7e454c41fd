import { MemoryStore } from '../../server/src/store/memory-store.ts'
import { accessStoreContract } from './access-contract.ts'
import { documentStoreContract } from './contract.ts'

documentStoreContract('MemoryStore', async () => ({ store: new MemoryStore() }))
accessStoreContract('MemoryStore', async () => ({ store: new MemoryStore() }))
