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
  private last: Promise<unknown> = Promise.resolve()
  private readonly memory = new MemoryStore()
  private readonly clock: VirtualClock

  constructor(clock: VirtualClock) {
    this.clock = clock
  }

  load(room: string): Promise<readonly OfflineRow[]> {
    return this.inTurn(() => this.memory.load(room))
  }

  write(room: string, change: OfflineChange): Promise<readonly number[]> {
    return this.inTurn(() => {
      this.writes++
      for (const { updates } of change.add) for (const update of updates) this.bytesWritten += update.length
      return this.memory.write(room, change)
    })
  }

  clear(room: string): Promise<void> {
    return this.inTurn(() => this.memory.clear(room))
  }

  /** Like a database's transactions: in the order they were asked for, whichever page asked. */
  private inTurn<T>(run: () => Promise<T>): Promise<T> {
    const before = this.last
    const turn = async (): Promise<T> => {
      await before
      if (this.latencyMs > 0) await new Promise<void>((resolve) => this.clock.after(this.latencyMs, resolve))
      if (this.failure !== undefined) throw new Error(this.failure)
      return run()
    }
    const result = turn()
    this.last = result.catch(() => undefined)
    return result
  }
}
