import Database from 'better-sqlite3'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { SqliteStore } from '../../server/src/store/sqlite-store.ts'
import { accessStoreContract } from './access-contract.ts'
import { openStore } from './open-store.ts'
import { makeTempDir } from './temp-dir.ts'

accessStoreContract('SqliteStore', async () => {
  const dir = makeTempDir()
  const store = await openStore(dir)
  const reopen = async (): Promise<SqliteStore> => {
    await store.close()
    return openStore(dir)
  }
  return { store, reopen }
})

const override = { room: 'plan', user: 'ada', role: 'viewer', atMs: 1_764_170_000_000 } as const

it('[AX5] a directory of the format before is brought along with all its documents', async () => {
  const dir = makeTempDir()
  const store = await openStore(dir)
  await store.append([{ room: 'plan', seq: 3, update: Uint8Array.of(1) }])
  await store.close()
  alter(dir, 'DROP TABLE access_override; PRAGMA user_version = 1')
  const reopened = await openStore(dir)
  expect(await reopened.load('plan')).toMatchObject({ seq: 3 })
  await reopened.putOverride(override)
  expect(await reopened.loadOverrides()).toEqual([override])
})

it('[AX5] a role that only a newer version knows keeps its user out', async () => {
  const dir = makeTempDir()
  const store = await openStore(dir)
  await store.putOverride(override)
  alter(dir, `UPDATE access_override SET role = 'owner'`)
  expect(await store.loadOverrides()).toEqual([{ ...override, role: undefined }])
})

it('[AX6] one that the disk refuses is rejected with the reason, and may be repeated', async () => {
  const dir = makeTempDir()
  const store = await openStore(dir)
  alter(
    dir,
    `CREATE TRIGGER full BEFORE INSERT ON access_override BEGIN SELECT RAISE(ABORT, 'injected'); END`,
  )
  await expect(store.putOverride(override)).rejects.toThrow('injected')
  alter(dir, 'DROP TRIGGER full')
  await store.putOverride(override)
  expect(await store.loadOverrides()).toEqual([override])
})

function alter(dir: string, sql: string): void {
  const db = new Database(join(dir, 'coplane.db'))
  db.exec(sql)
  db.close()
}
