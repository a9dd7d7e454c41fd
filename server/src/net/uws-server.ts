import uWS, { type TemplatedApp } from 'uWebSockets.js'
import type { Counters } from '../room/counters.ts'
import type { Channel } from '../room/ports.ts'
import { serveAdmin, type Admin } from './admin-routes.ts'
import type { TlsFiles } from '../tls-files.ts'
import { serveHealth, type Health } from './health-routes.ts'
import { Listener } from './listener.ts'
import { servePage } from './page-routes.ts'
import type { SocketRoute, Sockets } from './sockets.ts'
import type { StaticFile } from './static-files.ts'

/** The listening server: HTTP routes, WebSocket routes, and the topics that rooms publish to. */
export class UwsServer implements Channel {
  private readonly app: TemplatedApp
  private readonly listener: Listener
  private readonly counters: Counters

  /** @param tls to speak TLS with, undefined for none; the files must be usable. */
  constructor(counters: Counters, tls: TlsFiles | undefined) {
    this.counters = counters
    this.app = tls ? uWS.SSLApp({ cert_file_name: tls.cert, key_file_name: tls.key }) : uWS.App()
    this.listener = new Listener(this.app)
  }

  /** @param health undefined where it has a port of its own. */
  serve(
    sockets: Sockets,
    routes: readonly SocketRoute[],
    health: Health | undefined,
    page: ReadonlyMap<string, StaticFile>,
    frameAncestors: string,
    admin?: Admin,
  ): void {
    sockets.watchConnections(this.app)
    if (admin) serveAdmin(this.app, admin)
    for (const route of routes) sockets.serve(this.app, route)
    if (health) serveHealth(this.app, health)
    servePage(this.app, page, frameAncestors)
  }

  publish(topic: string, frame: Uint8Array): number {
    const deliveries = this.app.numSubscribers(topic)
    this.counters.framesPublished++
    this.counters.frameDeliveries += deliveries
    this.app.publish(topic, frame, true)
    return deliveries
  }

  /** @returns the port, or undefined when it cannot be had. */
  listen(host: string, port: number): Promise<number | undefined> {
    return this.listener.listen(host, port)
  }

  /** Takes no new connections; open ones stay. */
  stopListening(): void {
    this.listener.stop()
  }

  /** Closes everything that is still open, at once. */
  close(): void {
    this.listener.close()
  }
}
