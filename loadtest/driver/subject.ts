import { NodeProcess, typescript } from './node-process.ts'
import { openSettings } from './open-settings.ts'
import { makeTemporaryDir } from './temporary-dir.ts'

/** A server under test, listening. */
export interface Subject {
  readonly pid: number
  readonly port: number
  stop(): Promise<void>
}

const startMs = 20_000
/** What Coplane and the floor say when they do. */
const listening = /listening on http:\/\/[^ ]+:(\d+)$/

/**
 * Coplane as an operator runs it: the compiled server, SQLite, everything at its default.
 *
 * @param flags of Node.
 */
export async function startCoplane(
  main: string,
  cpu: number | undefined,
  flags: readonly string[] = [],
): Promise<Subject> {
  const dataDir = await makeTemporaryDir()
  const server = new NodeProcess(cpu, [...flags, main], {
    ...openSettings,
    COPLANE_HOST: '127.0.0.1',
    COPLANE_PORT: '0',
    COPLANE_DATA_DIR: dataDir.path,
    COPLANE_STORE: 'sqlite',
    COPLANE_LOG_LEVEL: 'warn',
    COPLANE_DRAIN_WAIT_MS: '0',
    NODE_ENV: 'production',
  })
  return started(server, async () => {
    await server.stop()
    await dataDir.remove()
  })
}

export async function startFloor(
  intervalMs: number,
  frameBytes: number,
  cpu: number | undefined,
): Promise<Subject> {
  const args = [`--interval-ms=${intervalMs}`, `--frame-bytes=${frameBytes}`]
  const floor = new NodeProcess(
    cpu,
    typescript(new URL('../../test/bench/floor.ts', import.meta.url), ...args),
  )
  return started(floor, () => floor.stop())
}

/**
 * Waits until the process says where it listens; one that does not is stopped.
 *
 * @param pattern of the line that says so, with the port as its first group.
 */
export async function started(
  server: NodeProcess,
  stop: () => Promise<void>,
  pattern = listening,
): Promise<Subject> {
  try {
    const port = Number(pattern.exec(await server.line(pattern, startMs))?.[1])
    return { pid: server.pid, port, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
