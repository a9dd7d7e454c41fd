import { MemoryStore } from '../../../client-sdk/src/offline/memory-store.ts'
import type {
  OfflineChange,
  OfflineRow,
  OfflineStore,
} from '../../../client-sdk/src/offline/offline-store.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** A device's storage that is slow or full when the test says so, and counts what it is given. */
export class FaultyOfflineStore implements OfflineStore {
  latencyMs = 0
  /** What every call fails with. */
  failure: string | undefined
  bytesWritten = 0
  writes = 0
  private readonly memory = new MemoryStore()
  private readonly clock: VirtualClock

  constructor(clock: VirtualClock) {
    this.clock = clock
  }

  async load(room: string): Promise<readonly OfflineRow[]> {
    await this.pass()
    return this.memory.load(room)
  }

  async write(room: string, change: OfflineChange): Promise<readonly number[]> {
    await this.pass()
    this.writes++
    for (const { updates } of change.add) for (const update of updates) this.bytesWritten += update.length
    return this.memory.write(room, change)
  }

  async clear(room: string): Promise<void> {
    await this.pass()
    return this.memory.clear(room)
  }

  private async pass(): Promise<void> {
    if (this.latencyMs > 0) await new Promise<void>((resolve) => this.clock.after(this.latencyMs, resolve))
    if (this.failure !== undefined) throw new Error(this.failure)
  }
}
