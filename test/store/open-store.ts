import type { SqliteStore } from '../../server/src/store/sqlite-store.ts'
import { onTestFinished } from 'vitest'
import { openSqliteStore } from '../../server/src/store/sqlite-store.ts'

/** Opens a store that the end of the test closes, before its directory goes. Its problems fail the test. */
export async function openStore(dir: string, onProblem = failOnProblem): Promise<SqliteStore> {
  const store = await openSqliteStore(dir, onProblem)
  onTestFinished(() => store.close())
  return store
}

function failOnProblem(problem: string): void {
  throw new Error(problem)
}
