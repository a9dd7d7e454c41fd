import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { CoplaneProcess, temporaryDirectory } from '../support/coplane-process.ts'
import { Inspector } from './inspector.ts'

/** A server as an operator runs it, that lets itself be looked into. */
export class Server {
  private readonly process: CoplaneProcess
  private readonly remove: (() => void) | undefined
  readonly inspector: Inspector

  private constructor(process: CoplaneProcess, inspector: Inspector, remove: (() => void) | undefined) {
    this.process = process
    this.inspector = inspector
    this.remove = remove
  }

  /** @param settings without a data directory it keeps one of its own, which goes with it. */
  static async start(settings: Readonly<Record<string, string>> = {}): Promise<Server> {
    const data = 'COPLANE_DATA_DIR' in settings ? undefined : temporaryDirectory()
    const env = { ...(data && { COPLANE_DATA_DIR: data.path }), ...settings }
    const process = await CoplaneProcess.start(env, ['--inspect=127.0.0.1:0'])
    const address = /Debugger listening on (ws:\S+)/.exec(process.process.output)?.[1]
    if (address === undefined) throw new Error(`the server has no inspector: ${process.process.output}`)
    return new Server(process, new Inspector(address), data?.remove)
  }

  get port(): number {
    return this.process.port
  }

  get pid(): number {
    return this.process.process.pid
  }

  get hasEnded(): boolean {
    return this.process.process.ended
  }

  /** What it logged as an error: nothing that a client does may bring any. */
  get errors(): string[] {
    return this.process.process.output.split('\n').filter((line) => /"level":(50|60)/.test(line))
  }

  /** All metrics, by their names with labels. */
  async metrics(): Promise<ReadonlyMap<string, number>> {
    const { body } = await this.get('/metrics')
    const lines = body.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
    return new Map(
      lines.map((line) => {
        const blank = line.lastIndexOf(' ')
        return [line.slice(0, blank), Number(line.slice(blank + 1))]
      }),
    )
  }

  /** The value of one metric, its labels included in the name. @throws Error when there is none. */
  async metric(name: string): Promise<number> {
    const value = (await this.metrics()).get(name)
    if (value === undefined) throw new Error(`there is no metric ${name}`)
    return value
  }

  /** One request on a connection of its own: one that is kept alive would be counted as a leak. */
  async get(path: string): Promise<{ readonly status: number; readonly body: string }> {
    const request = get({ port: this.port, host: '127.0.0.1', path, agent: false })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    return { status: response.statusCode ?? 0, body: await text(response) }
  }

  /** SIGTERM. @returns the exit code. */
  async stop(): Promise<number> {
    const code = await this.process.stop()
    this.remove?.()
    return code
  }

  /** SIGKILL: nothing is flushed. */
  async kill(): Promise<void> {
    await this.process.kill()
    this.remove?.()
  }
}
