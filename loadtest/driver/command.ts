import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** The command's standard output; rejects with the end of what it said, unless it exits with 0. */
export async function run(file: string, args: string[]): Promise<string> {
  try {
    return (await execute(file, args, { maxBuffer: 64 * 1024 * 1024 })).stdout
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    const end = `${stdout}${stderr}`.split('\n').slice(-40).join('\n')
    throw new Error(`${file} ${args.join(' ')} failed:\n${end}`, { cause: error })
  }
}

/** Whether the command exits with 0 within ten seconds. */
export async function succeeds(file: string, args: string[]): Promise<boolean> {
  try {
    await execute(file, args, { timeout: 10_000 })
    return true
  } catch {
    // Not installed, refused or too slow: all of it means no.
    return false
  }
}
