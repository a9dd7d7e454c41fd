import { roles, type Role } from '@coplane/client/protocol/role'
import type { Database as SqliteDatabase } from 'better-sqlite3'
import type { Override } from '../room/access-store.ts'

interface Row {
  readonly room: string
  readonly user: string
  readonly role: string | null
  readonly at_ms: number
}

/** What admins said of users, as one table of an open database. Synchronous: it runs in the worker. */
export class SqliteAccess {
  readonly #statements: ReturnType<typeof prepareStatements>

  constructor(db: SqliteDatabase) {
    this.#statements = prepareStatements(db)
  }

  put({ room, user, role, atMs }: Override): void {
    this.#statements.put.run({
      room: JSON.stringify(room),
      user: JSON.stringify(user),
      role: role ?? null,
      at_ms: atMs,
    })
  }

  /** @returns whether there was any. */
  forget(beforeMs: number): boolean {
    return this.#statements.forget.run(beforeMs).changes > 0
  }

  all(): Override[] {
    return this.#statements.all.all().map(({ room, user, role, at_ms: atMs }) => ({
      room: JSON.parse(room) as string,
      user: JSON.parse(user) as string,
      role: roleOf(role),
      atMs,
    }))
  }
}

/** A role that this version does not know, because a newer one wrote it, keeps its user out. */
function roleOf(text: string | null): Role | undefined {
  return roles.find((role) => role === text)
}

function prepareStatements(db: SqliteDatabase) {
  return {
    put: db.prepare<Row>(`
      INSERT INTO access_override (room, user, role, at_ms) VALUES (@room, @user, @role, @at_ms)
      ON CONFLICT (room, user) DO UPDATE SET role = excluded.role, at_ms = excluded.at_ms`),
    forget: db.prepare<[number]>('DELETE FROM access_override WHERE at_ms < ?'),
    all: db.prepare<[], Row>('SELECT room, user, role, at_ms FROM access_override'),
  }
}
