import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { JWK } from 'jose'

/** An identity provider's key endpoint, on a port of the system's choice that it keeps across an outage. */
export class JwksServer {
  keys: readonly JWK[]
  requests = 0
  private server: Server | undefined
  private port = 0

  constructor(keys: readonly JWK[]) {
    this.keys = keys
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/jwks`
  }

  async start(): Promise<void> {
    const server = createServer((_request, response) => {
      this.requests++
      response.setHeader('content-type', 'application/json')
      // A kept connection would outlive the outage.
      response.setHeader('connection', 'close')
      response.end(JSON.stringify({ keys: this.keys }))
    })
    this.server = server
    await new Promise<void>((resolve) => server.listen(this.port, '127.0.0.1', resolve))
    this.port = (server.address() as AddressInfo).port
  }

  async stop(): Promise<void> {
    const { server } = this
    this.server = undefined
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()))
  }
}
