import type { AddressInfo } from 'node:net'
import { type WebSocket, WebSocketServer } from 'ws'
import type { CollectorMessage, VuMessage } from '../scenario/vu-message.ts'

/** Takes what virtual users tell over WebSockets on loopback, and lets all of them go at once. */
export class Collector {
  onMessage: (message: VuMessage) => void = () => undefined
  readonly url: string
  private readonly server: WebSocketServer
  private hasStarted = false

  private constructor(server: WebSocketServer) {
    this.server = server
    this.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
    server.on('connection', (socket) => this.connected(socket))
  }

  static async open(): Promise<Collector> {
    const server = new WebSocketServer({ host: '127.0.0.1', port: 0, perMessageDeflate: false })
    await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject))
    return new Collector(server)
  }

  /** The server's counters are read: whoever is there, and whoever comes from now on, may open sockets. */
  start(): void {
    this.hasStarted = true
    this.tellAll({ kind: 'go' })
  }

  /** Everything is counted: the virtual users may close their sockets. Who comes from now on has to wait for the next start. */
  release(): void {
    this.hasStarted = false
    this.tellAll({ kind: 'close' })
  }

  private tellAll(message: CollectorMessage): void {
    for (const socket of this.server.clients) socket.send(JSON.stringify(message))
  }

  async close(): Promise<void> {
    for (const socket of this.server.clients) socket.terminate()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private connected(socket: WebSocket): void {
    if (this.hasStarted) socket.send(JSON.stringify({ kind: 'go' } satisfies CollectorMessage))
    // Only k6 and this process know the port; what it sends is typed by the same file.
    socket.on('message', (data: Buffer) => this.onMessage(JSON.parse(data.toString()) as VuMessage))
    // A virtual user that dies shows in what it did not tell.
    socket.on('error', () => socket.terminate())
  }
}
