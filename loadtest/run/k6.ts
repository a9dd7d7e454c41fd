import { join } from 'node:path'
import { CannotRun } from './cannot-run.ts'
import { findK6 } from './k6-binary.ts'

/** Prints where k6 is, and builds it if it is nowhere: what a first run would wait for. */
try {
  const { file } = await findK6(join(import.meta.dirname, '..'), process.env, (line) => {
    process.stderr.write(`${line}\n`)
  })
  process.stdout.write(`${file}\n`)
} catch (error) {
  if (!(error instanceof CannotRun)) throw error
  process.stderr.write(`loadtest: ${error.message}\n`)
  process.exitCode = 1
}
