import type {
  OfflineChange,
  OfflineRow,
  OfflineStore,
} from '../../../client-sdk/src/offline/offline-store.ts'

/** A device's storage as one page sees it: when the page is gone, it asks nothing more and hears no answer. */
export class PageStore implements OfflineStore {
  private readonly storage: OfflineStore
  private readonly isGone: () => boolean

  constructor(storage: OfflineStore, isGone: () => boolean) {
    this.storage = storage
    this.isGone = isGone
  }

  load(room: string): Promise<readonly OfflineRow[]> {
    return this.ask(() => this.storage.load(room))
  }

  write(room: string, change: OfflineChange): Promise<readonly number[]> {
    return this.ask(() => this.storage.write(room, change))
  }

  clear(room: string): Promise<void> {
    return this.ask(() => this.storage.clear(room))
  }

  private async ask<T>(run: () => Promise<T>): Promise<T> {
    const never = new Promise<never>(() => undefined)
    if (this.isGone()) return never
    const result = await run()
    return this.isGone() ? never : result
  }
}
