import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RunningProcess } from '../../loadtest/driver/running-process.ts'

const main = join(import.meta.dirname, '../../server/dist/main.js')

/** The built server as an operator starts it, on a port of the system's choice. */
export class CoplaneProcess {
  readonly process: RunningProcess
  readonly port: number

  private constructor(process: RunningProcess, port: number) {
    this.process = process
    this.port = port
  }

  /**
   * Resolves when it accepts connections; rejects with what it said when it gives up.
   * @param nodeArgs options of Node's own.
   */
  static async start(
    env: Readonly<Record<string, string>>,
    nodeArgs: readonly string[] = [],
  ): Promise<CoplaneProcess> {
    const process = spawnCoplane({ COPLANE_PORT: '0', ...env }, nodeArgs)
    const line = await process.line(/listening on https?:/, 30_000)
    return new CoplaneProcess(process, Number(/:(\d+)$/.exec(line)?.[1]))
  }

  get http(): string {
    return `http://127.0.0.1:${this.port}`
  }

  /** The native URL of a room. */
  room(name: string): string {
    return `ws://127.0.0.1:${this.port}/v1/rooms/${encodeURIComponent(name)}`
  }

  /** What stock providers are given; they append the room. */
  get yjs(): string {
    return `ws://127.0.0.1:${this.port}/yjs`
  }

  /** @returns the exit code of a graceful end. */
  stop(): Promise<number> {
    this.process.terminate()
    return this.process.exitCode
  }

  /** SIGKILL: nothing is flushed. */
  async kill(): Promise<void> {
    this.process.signal('SIGKILL')
    await this.process.exitCode
  }

  /** The value of one metric, labels included in the name; undefined when there is none. */
  async metric(name: string): Promise<number | undefined> {
    const text = await (await fetch(`${this.http}/metrics`)).text()
    const line = text.split('\n').find((each) => each.startsWith(`${name} `))
    return line === undefined ? undefined : Number(line.slice(name.length + 1))
  }
}

/** The built server with exactly these settings, and nobody who would have to be waited for when it drains; it may well give up. */
export function spawnCoplane(
  env: Readonly<Record<string, string>>,
  nodeArgs: readonly string[] = [],
  args: readonly string[] = [],
): RunningProcess {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('COPLANE_')),
  )
  return new RunningProcess(process.execPath, [...nodeArgs, main, ...args], {
    ...inherited,
    COPLANE_DRAIN_WAIT_MS: '0',
    ...env,
  })
}

/** A data directory that is removed with the test. */
export function temporaryDirectory(): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'coplane-test-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
