import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NodeProcess } from '../driver/node-process.ts'
import { openSettings } from '../driver/open-settings.ts'
import { CannotRun } from './cannot-run.ts'
import type { ServerUnderTest } from './server-under-test.ts'

/** The built server with a fresh store of its own, on a CPU of its own where there is one. */
export class ServerProcess implements ServerUnderTest {
  readonly origin: string
  /** Resolves with what it said when it ends without having been asked to. */
  readonly died: Promise<string>
  private readonly process: NodeProcess
  private readonly dataDir: string
  private isStopping = false

  private constructor(process: NodeProcess, dataDir: string, port: number) {
    this.process = process
    this.dataDir = dataDir
    this.origin = `ws://127.0.0.1:${port}`
    this.died = process.exitCode.then((code) =>
      this.isStopping
        ? new Promise<never>(() => undefined)
        : `the server ended with ${code}: ${process.output.trim().split('\n').at(-1)}`,
    )
  }

  /** @param cpu the CPU to pin it to. @param settings variables of the server's. @throws CannotRun with what it says. */
  static async start(
    main: string,
    cpu: number | undefined,
    settings: Readonly<Record<string, string>>,
  ): Promise<ServerProcess> {
    const dataDir = mkdtempSync(join(tmpdir(), 'coplane-loadtest-'))
    const process = new NodeProcess(cpu, [main], {
      ...openSettings,
      COPLANE_DRAIN_WAIT_MS: '0',
      COPLANE_LOG_LEVEL: 'warn',
      COPLANE_SCHEMA: '',
      COPLANE_STORE: 'sqlite',
      ...settings,
      COPLANE_HOST: '127.0.0.1',
      COPLANE_PORT: '0',
      COPLANE_DATA_DIR: dataDir,
    })
    try {
      const line = await process.line(/listening on http:/, 30_000)
      return new ServerProcess(process, dataDir, Number(/:(\d+)$/.exec(line)?.[1]))
    } catch {
      await process.stop()
      rmSync(dataDir, { recursive: true, force: true })
      throw new CannotRun(`the server does not start: ${process.output.trim().split('\n').at(-1)}`)
    }
  }

  get pid(): number {
    return this.process.pid
  }

  async stop(): Promise<void> {
    this.isStopping = true
    await this.process.stop()
    rmSync(this.dataDir, { recursive: true, force: true })
  }
}
