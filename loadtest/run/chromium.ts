import { run } from '../driver/command.ts'
import { browserEnvironment } from './browser-environment.ts'
import { CannotRun } from './cannot-run.ts'

/** A browser for k6 to start. */
export interface Chromium {
  readonly version: string
  /** What k6 reads of its environment. */
  readonly environment: Readonly<Record<string, string>>
}

/** The browser that K6_BROWSER_EXECUTABLE_PATH names, else the first of its kind on PATH. @throws CannotRun when there is none. */
export async function findChromium(env: NodeJS.ProcessEnv): Promise<Chromium> {
  const named = env['K6_BROWSER_EXECUTABLE_PATH']
  for (const name of named ? [named] : names) {
    const file = named ?? (await pathOf(name))
    const version = file && (await versionOf(file))
    if (file && version)
      return { version, environment: { ...browserEnvironment, K6_BROWSER_EXECUTABLE_PATH: file } }
  }
  throw new CannotRun(
    named
      ? `K6_BROWSER_EXECUTABLE_PATH=${named} is no Chromium that runs`
      : `there is no Chromium on PATH (${names.join(', ')}): install one or set K6_BROWSER_EXECUTABLE_PATH`,
  )
}

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

async function pathOf(name: string): Promise<string | undefined> {
  return run('which', [name]).then(
    (said) => said.trim(),
    () => undefined,
  )
}

async function versionOf(file: string): Promise<string | undefined> {
  return run(file, ['--version']).then(
    (said) => /\d+(\.\d+)+/.exec(said)?.[0],
    () => undefined,
  )
}
