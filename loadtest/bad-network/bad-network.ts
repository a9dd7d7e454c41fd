import { NodeProcess, typescript } from '../driver/node-process.ts'

/** A bad network that runs, as whoever measures through it sees it. */
export class BadNetwork {
  readonly port: number
  private readonly process: NodeProcess

  private constructor(process: NodeProcess, port: number) {
    this.process = process
    this.port = port
  }

  /** @param target the port of the server. */
  static async start(target: number): Promise<BadNetwork> {
    const main = new URL('main.ts', import.meta.url)
    const process = new NodeProcess(undefined, typescript(main, JSON.stringify({ target })))
    const line = await process.line(/^listening on \d+$/, 20_000)
    return new BadNetwork(process, Number(/\d+$/.exec(line)?.[0]))
  }

  /** Ends it. @returns what it did, in one line. */
  async stop(): Promise<string> {
    await this.process.stop()
    const report = JSON.parse(await this.process.line(/^\{/, 1_000)) as Record<string, number>
    const told = Object.entries(report).map(([name, value]) => `${name} ${Math.round(value * 10) / 10}`)
    return `bad network: ${told.join(', ')}`
  }
}
