import type { DocumentStore, LogRow, StoredDocument } from '../../../server/src/room/document-store.ts'
import { MemoryStore } from '../../../server/src/store/memory-store.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** A disk: slow, sometimes failing, and the only thing that outlives a killed server. */
export class FaultyStore implements DocumentStore {
  latencyMs = 3
  failing = false
  failingLoads = false
  failingFolds = false
  /** The most folds that were under way at the same time. */
  mostFolds = 0
  private folds = 0
  private generation = 0
  private readonly disk = new MemoryStore()
  private readonly clock: VirtualClock

  constructor(clock: VirtualClock) {
    this.clock = clock
  }

  /** The process that was writing is gone: what has not reached the disk never will. */
  kill(): void {
    this.generation++
  }

  async load(room: string): Promise<StoredDocument | undefined> {
    await this.wait()
    if (this.failingLoads) throw new Error('the disk cannot be read')
    return this.disk.load(room)
  }

  async append(rows: readonly LogRow[]): Promise<void> {
    const { generation } = this
    await this.wait()
    if (generation !== this.generation) return new Promise(() => undefined)
    if (this.failing) throw new Error('the disk is full')
    await this.disk.append(rows)
  }

  async fold(room: string, seq: number, snapshot: Uint8Array): Promise<void> {
    const { generation } = this
    this.mostFolds = Math.max(this.mostFolds, ++this.folds)
    await this.wait()
    this.folds--
    if (generation !== this.generation) return new Promise(() => undefined)
    if (this.failing || this.failingFolds) throw new Error('the disk is full')
    await this.disk.fold(room, seq, snapshot)
  }

  close(): Promise<void> {
    return Promise.resolve()
  }

  private wait(): Promise<void> {
    return new Promise((resolve) => {
      this.clock.after(this.latencyMs, resolve)
    })
  }
}
