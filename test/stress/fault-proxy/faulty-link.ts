import { connect, type Socket } from 'node:net'
import type { FaultTally } from './fault-tally.ts'
import { FaultyPipe } from './faulty-pipe.ts'

/** A client, the server, and what lies between them. */
export class FaultyLink {
  /** From the client to the server. */
  readonly up: FaultyPipe
  /** From the server to the client. */
  readonly down: FaultyPipe
  private readonly client: Socket
  private readonly server: Socket
  private readonly tally: FaultTally

  constructor(client: Socket, target: number, tally: FaultTally, closed: (link: FaultyLink) => void) {
    this.client = client
    this.tally = tally
    this.server = connect({ port: target, host: '127.0.0.1', noDelay: true, allowHalfOpen: true })
    const end = (): void => this.end()
    this.up = new FaultyPipe(client, this.server, tally, end)
    this.down = new FaultyPipe(this.server, client, tally, end)
    // A reset reaches the other end as one; after an orderly end there is nobody left to reset.
    client.on('error', () => this.abort()).on('close', () => this.end())
    this.server.on('error', () => this.abort()).on('close', () => this.end())
    client.once('close', () => closed(this))
  }

  /** Whether no healing helps it: one direction or both are gone, and an end may not know. */
  get isStuck(): boolean {
    return this.up.isStuck || this.down.isStuck
  }

  /** Both ends see a reset at once. */
  reset(): void {
    this.tally.count('reset')
    this.abort()
  }

  /** Nothing passes in either direction, and nobody is told. */
  blackhole(): void {
    this.up.blackhole()
    this.down.blackhole()
  }

  /** Ends it without its being a fault. */
  abandon(): void {
    this.abort()
  }

  heal(): void {
    this.up.heal()
    this.down.heal()
  }

  private abort(): void {
    this.stop()
    this.client.resetAndDestroy()
    this.server.resetAndDestroy()
  }

  /** What was written still arrives, then each end is told that the other is gone. */
  private end(): void {
    this.stop()
    this.client.destroySoon()
    this.server.destroySoon()
  }

  private stop(): void {
    this.up.stop()
    this.down.stop()
  }
}
