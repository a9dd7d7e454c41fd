import { describe, expect, it } from 'vitest'
import type { AccessStore, Override } from '../../server/src/room/access-store.ts'

/** A fresh, empty store; the test that opened it closes it or lets its end do so. */
export interface OpenedAccessStore {
  readonly store: AccessStore
  /** Closes the store and opens the same storage again. Absent where nothing outlives the process. */
  readonly reopen?: () => Promise<AccessStore>
}

const hostileNames = [
  '__proto__',
  'constructor',
  "'; DROP TABLE access_override; --",
  'a/b',
  '\u0000',
  '\ud800',
  '["a","b"]',
]

/** What every store of access promises. */
export function accessStoreContract(name: string, open: () => Promise<OpenedAccessStore>): void {
  describe(`${name}: the AccessStore contract`, { timeout: 120_000 }, () => {
    it('[AX1] what was put is there, also when the storage is opened again', async () => {
      const { store, reopen } = await open()
      expect(await store.loadOverrides()).toEqual([])
      const overrides = [override('board', 'ada', 'viewer', 5), override('board', 'bob', undefined, 6)]
      for (const each of overrides) await store.putOverride(each)
      expect(sorted(await store.loadOverrides())).toEqual(overrides)
      if (reopen) expect(sorted(await (await reopen()).loadOverrides())).toEqual(overrides)
    })

    it('[AX2] one for the same room and user takes the place of the last', async () => {
      const { store } = await open()
      for (const role of ['viewer', undefined, 'admin'] as const)
        await store.putOverride(override('board', 'ada', role, 7))
      expect(await store.loadOverrides()).toEqual([override('board', 'ada', 'admin', 7)])
    })

    it('[AX3] those made before a time are forgotten, that of the time itself is not', async () => {
      const { store } = await open()
      for (const [index, user] of ['a', 'b', 'c'].entries())
        await store.putOverride(override('board', user, 'viewer', index))
      await store.forgetOverrides(1)
      expect(sorted(await store.loadOverrides()).map(({ user }) => user)).toEqual(['b', 'c'])
    })

    it('[AX4] names are opaque: hostile rooms and users are rooms and users of their own', async () => {
      const { store, reopen } = await open()
      const overrides = hostileNames.flatMap((room) =>
        hostileNames.map((user) => override(room, user, 'commenter', 1)),
      )
      for (const each of overrides) await store.putOverride(each)
      const reopened = (await reopen?.()) ?? store
      expect(sorted(await reopened.loadOverrides())).toEqual(sorted(overrides))
    })
  })
}

function override(room: string, user: string, role: Override['role'], atMs: number): Override {
  return { room, user, role, atMs }
}

function sorted(overrides: readonly Override[]): Override[] {
  const keyOf = ({ room, user }: Override): string => JSON.stringify([room, user])
  return [...overrides].sort((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
}
