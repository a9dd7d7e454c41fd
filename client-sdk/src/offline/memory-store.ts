import type { OfflineChange, OfflineRow, OfflineStore } from './offline-store.ts'

/** Keeps rooms for as long as the process lives: for Node, and for tests of what a reload keeps. */
export class MemoryStore implements OfflineStore {
  private readonly rooms = new Map<string, Map<number, OfflineRow>>()
  private lastKey = 0

  load(room: string): Promise<readonly OfflineRow[]> {
    return Promise.resolve([...(this.rooms.get(room)?.values() ?? [])].map(copyOf))
  }

  write(room: string, { add, save, remove }: OfflineChange): Promise<readonly number[]> {
    const rows = this.rooms.get(room) ?? new Map<number, OfflineRow>()
    this.rooms.set(room, rows)
    for (const key of remove) rows.delete(key)
    for (const key of save) {
      const row = rows.get(key)
      if (row) rows.set(key, { ...row, unsaved: undefined })
    }
    const keys = add.map((row) => {
      const key = ++this.lastKey
      rows.set(key, copyOf({ ...row, key }))
      return key
    })
    return Promise.resolve(keys)
  }

  clear(room: string): Promise<void> {
    this.rooms.delete(room)
    return Promise.resolve()
  }
}

/** Callers may overwrite their bytes. */
function copyOf(row: OfflineRow): OfflineRow {
  return { ...row, updates: row.updates.map((update) => update.slice()) }
}
