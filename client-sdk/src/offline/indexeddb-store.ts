import type { NewOfflineRow, OfflineChange, OfflineRow, OfflineStore } from './offline-store.ts'

/** The database that all rooms of an origin share. */
const databaseName = 'coplane'
const rowStore = 'rows'
const roomIndex = 'room'

interface StoredRow extends NewOfflineRow {
  readonly room: string
}

/** Keeps rooms in the browser's IndexedDB: one database `coplane`, one object store, an index by room. */
export class IndexedDbStore implements OfflineStore {
  private opening: Promise<IDBDatabase> | undefined
  private readonly factory: () => IDBFactory | undefined

  /** @param factory gives the browser's `indexedDB`, or undefined where there is none: then every call rejects. */
  constructor(factory: () => IDBFactory | undefined) {
    this.factory = factory
  }

  async load(room: string): Promise<readonly OfflineRow[]> {
    const transaction = (await this.open()).transaction(rowStore, 'readonly')
    const request = transaction.objectStore(rowStore).index(roomIndex).getAll(room)
    await finished(transaction)
    return (request.result as (StoredRow & OfflineRow)[]).map(({ key, updates, unsaved, epoch }) => ({
      key,
      updates,
      unsaved,
      epoch,
    }))
  }

  async write(room: string, { add, save, remove }: OfflineChange): Promise<readonly number[]> {
    const transaction = (await this.open()).transaction(rowStore, 'readwrite')
    const rows = transaction.objectStore(rowStore)
    for (const key of remove) rows.delete(key)
    for (const key of save) {
      const request = rows.get(key)
      request.addEventListener('success', () => {
        const row = request.result as (StoredRow & OfflineRow) | undefined
        if (row) rows.put({ ...row, unsaved: undefined })
      })
    }
    const added = add.map((row): IDBRequest<IDBValidKey> => rows.add({ ...row, room } satisfies StoredRow))
    await finished(transaction)
    return added.map(({ result }) => result as number)
  }

  async clear(room: string): Promise<void> {
    const transaction = (await this.open()).transaction(rowStore, 'readwrite')
    const rows = transaction.objectStore(rowStore)
    const request = rows.index(roomIndex).getAllKeys(room)
    request.addEventListener('success', () => {
      for (const key of request.result) rows.delete(key)
    })
    await finished(transaction)
  }

  private open(): Promise<IDBDatabase> {
    this.opening ??= this.openAnew().catch((error: unknown) => {
      this.opening = undefined
      throw error
    })
    return this.opening
  }

  private openAnew(): Promise<IDBDatabase> {
    return new Promise((resolve, reject) => {
      const factory = this.factory()
      if (!factory) throw new Error('this environment has no IndexedDB')
      const request = factory.open(databaseName, 1)
      request.addEventListener('upgradeneeded', () => {
        request.result
          .createObjectStore(rowStore, { keyPath: 'key', autoIncrement: true })
          .createIndex(roomIndex, 'room')
      })
      request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB does not open')))
      request.addEventListener('blocked', () =>
        reject(new Error('an older page keeps IndexedDB from opening')),
      )
      request.addEventListener('success', () => {
        const database = request.result
        const forget = (): void => {
          this.opening = undefined
        }
        // Another tab deletes the database or brings a newer layout: it must not wait for us.
        database.addEventListener('versionchange', () => {
          forget()
          database.close()
        })
        database.addEventListener('close', forget)
        resolve(database)
      })
    })
  }
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.addEventListener('complete', () => resolve())
    transaction.addEventListener('abort', () =>
      reject(transaction.error ?? new Error('the IndexedDB transaction was aborted')),
    )
  })
}
