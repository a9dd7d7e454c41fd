import { type ChildProcess, fork } from 'node:child_process'
import type { MemberCounts } from './cell-ledger.ts'
import type { OracleAnswer, OracleOrder } from './oracle-message.ts'

/** A few real SDK clients in a process of their own, which apply everything and say in the end whether they agree. */
export class Oracle {
  readonly clients: number
  private readonly child: ChildProcess
  private readonly waiting: ((answer: OracleAnswer) => void)[] = []
  private fault: string | undefined

  constructor(clients: number) {
    this.clients = clients
    this.child = fork(new URL('oracle-main.ts', import.meta.url).pathname, [], {
      execArgv: ['--import', 'tsx'],
    })
    this.child.on('message', (answer: OracleAnswer) => this.waiting.shift()?.(answer))
    this.child.on('exit', (code, signal) => this.fail(`the oracles' process ended with ${code ?? signal}`))
    this.child.on('error', (error) => this.fail(error.message))
  }

  get pid(): number | undefined {
    return this.child.pid
  }

  async join(url: string): Promise<void> {
    await this.ask({ ask: 'join', url, clients: this.clients })
  }

  /** @returns what all of them have received, once everything sent before is there. */
  async count(): Promise<MemberCounts> {
    const answer = await this.ask({ ask: 'count' })
    if (answer.is !== 'counted') throw new Error(`the oracles answered "${answer.is}" to "count"`)
    return answer.counts
  }

  /** @returns in what their documents differ from each other's or from that of somebody who joins now; undefined in nothing. */
  async compare(): Promise<string | undefined> {
    const answer = await this.ask({ ask: 'compare' })
    return answer.is === 'compared' ? answer.difference : `the oracles answered "${answer.is}" to "compare"`
  }

  end(): void {
    if (this.child.connected) this.child.disconnect()
  }

  private async ask(order: OracleOrder): Promise<OracleAnswer> {
    if (this.fault !== undefined) throw new Error(this.fault)
    const answer = await new Promise<OracleAnswer>((resolve) => {
      this.waiting.push(resolve)
      this.child.send(order)
    })
    if (answer.is === 'failed') throw new Error(answer.message)
    return answer
  }

  private fail(message: string): void {
    this.fault = message
    for (const answer of this.waiting.splice(0)) answer({ is: 'failed', message })
  }
}
