import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { FaultTally } from './fault-tally.ts'
import { FaultyLink } from './faulty-link.ts'

/** TCP between clients and a server, with every fault in the hands of whoever scripts it. */
export class FaultProxy {
  /** Connections that are open, oldest first. */
  readonly links = new Set<FaultyLink>()
  /** The server's port on this machine; undefined refuses connections, as if nobody listened. */
  target: number | undefined
  /** Called for each new connection before any byte has passed. */
  onLink: (link: FaultyLink) => void = () => undefined
  private readonly server: Server
  private readonly tally: FaultTally

  private constructor(target: number, tally: FaultTally) {
    this.target = target
    this.tally = tally
    this.server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.accept(client))
  }

  static async start(target: number, tally: FaultTally): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, tally)
    proxy.server.listen({ port: 0, host: '127.0.0.1', backlog: 4_096 })
    await once(proxy.server, 'listening')
    return proxy
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  /** The link of the newest connection. @throws Error when there is none. */
  get newest(): FaultyLink {
    const link = [...this.links].at(-1)
    if (!link) throw new Error('no connection goes through the proxy')
    return link
  }

  resetAll(): void {
    for (const link of this.links) link.reset()
  }

  healAll(): void {
    for (const link of this.links) link.heal()
  }

  /** Cuts what is open and listens no more. */
  async stop(): Promise<void> {
    const closed = once(this.server, 'close')
    this.server.close()
    for (const link of this.links) link.abandon()
    await closed
  }

  private accept(client: Socket): void {
    if (this.target === undefined) {
      this.tally.count('refuse')
      // Whoever is refused may be gone already; its error is no news.
      client.on('error', () => undefined).resetAndDestroy()
      return
    }
    const link = new FaultyLink(client, this.target, this.tally, (each) => this.links.delete(each))
    this.links.add(link)
    this.onLink(link)
  }
}
