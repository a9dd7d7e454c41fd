import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { run } from '../driver/command.ts'
import { CannotRun } from './cannot-run.ts'

export interface K6 {
  readonly file: string
  /** Such as `2.2.0`. */
  readonly version: string
}

/**
 * k6 of PATH if it is new enough, else the one that was built before, else one built now from the module that
 * loadtest/go.mod pins. @throws CannotRun when there is none and none can be built.
 */
export async function findK6(
  moduleDir: string,
  env: NodeJS.ProcessEnv,
  tell: (text: string) => void,
): Promise<K6> {
  const found = await versionOf('k6')
  if (found !== undefined && isEnough(found)) return { file: 'k6', version: found }
  const file = cachedFile(moduleDir, env)
  if (!existsSync(file)) {
    const go = await findGo()
    if (!go)
      throw new CannotRun(
        `k6 ${leastVersion.join('.')} or newer is needed${found === undefined ? '' : `, k6 ${found} is too old`}, ` +
          'and there is no Go to build it with: install either of them',
      )
    tell('building k6 once, which takes a minute or two')
    await build(go, moduleDir, file)
  }
  const version = await versionOf(file)
  if (version === undefined || !isEnough(version))
    throw new CannotRun(
      `${file} does not run as k6 ${leastVersion.join('.')}: remove it to have it built again`,
    )
  return { file, version }
}

/** Whether a version such as `2.10.1` is one that the scripts can run on. */
export function isEnough(version: string): boolean {
  const parts = version.split('.').map(Number)
  for (const [at, least] of leastVersion.entries()) {
    const part = parts[at] ?? 0
    if (part !== least) return part > least
  }
  return true
}

/** TextEncoder, close codes and browser contexts as the scripts use them. */
const leastVersion = [2, 2, 0] as const

function cachedFile(moduleDir: string, env: NodeJS.ProcessEnv): string {
  const cache = env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
  const pinned = createHash('sha256')
    .update(readFileSync(join(moduleDir, 'go.sum')))
    .digest('hex')
  return join(cache, 'coplane', `k6-${pinned.slice(0, 16)}`)
}

async function build(go: string, moduleDir: string, file: string): Promise<void> {
  mkdirSync(join(file, '..'), { recursive: true })
  // Built under another name: whoever looks meanwhile must not find half of it.
  const unfinished = `${file}.${process.pid}`
  try {
    await run(go, ['build', '-C', moduleDir, '-o', unfinished, 'go.k6.io/k6/v2'])
  } catch (error) {
    const lastLine = (error as Error).message.trim().split('\n').at(-1)
    throw new CannotRun(`k6 cannot be built from ${moduleDir}/go.mod: ${lastLine}`)
  }
  renameSync(unfinished, file)
}

async function findGo(): Promise<string | undefined> {
  const { GOROOT } = process.env
  for (const each of ['go', join(GOROOT || '/usr/local/go', 'bin/go')])
    if (await answers(each, ['version'])) return each
  return undefined
}

async function versionOf(file: string): Promise<string | undefined> {
  const said = await answers(file, ['version'])
  return said === undefined ? undefined : /\bv(\d+\.\d+\.\d+)/.exec(said)?.[1]
}

async function answers(file: string, args: string[]): Promise<string | undefined> {
  try {
    return await run(file, args)
  } catch {
    // Not installed, or not what it is called.
    return undefined
  }
}
