import type { DocumentStore, LogRow, StoredDocument } from '../../../server/src/room/document-store.ts'
import { MemoryStore } from '../../../server/src/store/memory-store.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** What an append comes to: what it should, an error with nothing written, or one although half or all of it was. */
type AppendFault = 'none' | 'refused' | 'half written' | 'answer lost'

/** A disk: slow, sometimes failing, and the only thing that outlives a killed server. */
export class FaultyStore implements DocumentStore {
  latencyMs = 3
  appendFault: AppendFault = 'none'
  failingLoads = false
  failingFolds = false
  /** The most folds that were under way at the same time. */
  mostFolds = 0
  /** Calls so far. */
  loads = 0
  appends = 0
  private folds = 0
  private generation = 0
  private readonly disk = new MemoryStore()
  private readonly clock: VirtualClock

  constructor(clock: VirtualClock) {
    this.clock = clock
  }

  get failing(): boolean {
    return this.appendFault !== 'none'
  }

  /** Whether appends and folds are refused. */
  set failing(isFailing: boolean) {
    this.appendFault = isFailing ? 'refused' : 'none'
  }

  /** The process that was writing is gone: what has not reached the disk never will. */
  kill(): void {
    this.generation++
  }

  async load(room: string): Promise<StoredDocument | undefined> {
    this.loads++
    await this.wait()
    if (this.failingLoads) throw new Error('the disk cannot be read')
    return this.disk.load(room)
  }

  async append(rows: readonly LogRow[]): Promise<void> {
    this.appends++
    const { generation } = this
    await this.wait()
    if (generation !== this.generation) return new Promise(() => undefined)
    const fault = this.appendFault
    if (fault === 'refused') throw new Error('the disk is full')
    await this.disk.append(fault === 'half written' ? rows.slice(0, Math.ceil(rows.length / 2)) : rows)
    if (fault !== 'none') throw new Error('the disk did not answer')
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
