import { subprotocol } from '@coplane/client/protocol/version'
import { limits } from '@coplane/client/protocol/limits'
import type { CloseName } from '@coplane/client/protocol/close-codes'
import uWS, { type HttpResponse, type TemplatedApp, type WebSocket } from 'uWebSockets.js'
import { addressKey } from '../admission/address-key.ts'
import type { Entrance } from '../admission/entrance.ts'
import type { Entry } from '../admission/entry.ts'
import { Gate } from '../admission/gate.ts'
import type { TrustedProxies } from '../admission/trusted-proxies.ts'
import type { Origins } from '../admission/origins.ts'
import type { Authority } from '../room/access.ts'
import type { Opener } from '../room/connection.ts'
import type { Counters } from '../room/counters.ts'
import { readHandshake, type Handshake } from './handshake.ts'
import { clientOf, peerOf } from './remote-address.ts'
import { parseRoomName } from './room-name.ts'
import { UwsSocket } from './uws-socket.ts'

/** What the upgrade knows of a socket, and what it becomes. */
interface SocketData {
  /** Undefined for a name that no room can have. */
  readonly room: string | undefined
  readonly speaks: boolean
  readonly handshake: Handshake
  /** What counts as its address; undefined for one that is not limited. */
  readonly address: string | undefined
  socket?: UwsSocket<SocketData>
  entry?: Entry
  gate?: Gate
}

/** One URL prefix and who speaks there. */
export interface SocketRoute {
  /** Ends with a slash; the rest of the path is the room's name. */
  readonly prefix: string
  /** The subprotocol that a client must offer, or undefined to take whatever it offers first. */
  readonly subprotocol: string | undefined
  readonly open: Opener
}

/** Every open WebSocket of the process: turns what uWebSockets.js reports into calls on connections. */
export class Sockets {
  private readonly open = new Set<SocketData>()
  private readonly authority: Authority
  private readonly entrance: Entrance
  private readonly proxies: TrustedProxies
  private readonly origins: Origins
  private readonly counters: Counters
  private readonly report: (message: string, error: unknown) => void

  constructor(
    authority: Authority,
    entrance: Entrance,
    proxies: TrustedProxies,
    origins: Origins,
    counters: Counters,
    report: (message: string, error: unknown) => void,
  ) {
    this.authority = authority
    this.entrance = entrance
    this.proxies = proxies
    this.origins = origins
    this.counters = counters
    this.report = report
  }

  get count(): number {
    return this.open.size
  }

  /** Cuts TCP connections of an address that opens too many, before there is a request or TLS; a proxy may open as many as it likes. */
  watchConnections(app: TemplatedApp): void {
    filterConnections(app, (res) => {
      const peer = peerOf(res)
      if (!this.proxies.trusts(peer) && !this.entrance.connects(addressKey(peer))) res.close()
    })
  }

  /** The gates of all open sockets that have one. */
  *gates(): Generator<Gate> {
    for (const { gate } of this.open) if (gate) yield gate
  }

  serve(app: TemplatedApp, route: SocketRoute): void {
    app.ws<SocketData>(`${route.prefix}*`, {
      compression: uWS.DISABLED,
      maxPayloadLength: limits.transportFrameBytes,
      // Slow members are unsubscribed long before (room-limits); this only has to be larger than any one document.
      maxBackpressure: 128 * 1024 * 1024,
      // Silence is judged by the socket itself: the transport would cut one that does not read without a word.
      sendPingsAutomatically: false,
      idleTimeout: 60,
      upgrade: (res, req, context) => {
        const handshake = readHandshake(req)
        const { offered } = handshake
        const speaks = route.subprotocol === undefined || offered.includes(route.subprotocol)
        // A browser gives up without a close code unless one of its offers is selected.
        const selected = speaks && route.subprotocol !== undefined ? route.subprotocol : (offered[0] ?? '')
        const address = addressKey(clientOf(res, req, this.proxies))
        res.upgrade<SocketData>(
          { room: parseRoomName(req.getUrl(), route.prefix), speaks, handshake, address },
          req.getHeader('sec-websocket-key'),
          selected,
          req.getHeader('sec-websocket-extensions'),
          context,
        )
      },
      open: (ws) => this.guard(ws, (data) => this.opened(app, ws, data, route)),
      message: (ws, message, isBinary) =>
        this.guard(ws, (data) => {
          data.socket?.heard()
          this.counters.messagesReceived++
          this.counters.bytesReceived += message.byteLength
          if (!isBinary) data.socket?.close('bad-frame', 'frames are binary')
          else if (message.byteLength > limits.maxFrameBytes) data.socket?.close('too-large')
          else data.gate?.receive(new Uint8Array(message))
        }),
      pong: (ws) => ws.getUserData().socket?.heard(),
      drain: (ws) => this.guard(ws, (data) => data.gate?.drained()),
      dropped: (ws) =>
        this.guard(ws, (data) => {
          // A lost frame is a gap in the document lane; only a new socket's sync can close it.
          this.counters.framesLost++
          data.socket?.close('slow-consumer')
        }),
      close: (ws) =>
        this.guard(ws, (data) => {
          data.socket?.gone()
          this.open.delete(data)
          data.gate?.closed()
          if (data.entry) this.entrance.left(data.entry)
        }),
    })
  }

  /** Called about once a second. */
  sweep(now: number): void {
    this.entrance.sweep(now)
    for (const { socket, gate } of this.open) {
      socket?.sweep()
      gate?.sweep(now)
    }
  }

  /** Closes up to `count` sockets. */
  closeSome(count: number, name: CloseName): void {
    let left = count
    for (const { socket } of [...this.open]) {
      if (left-- <= 0) return
      socket?.close(name)
    }
  }

  private opened(app: TemplatedApp, ws: WebSocket<SocketData>, data: SocketData, route: SocketRoute): void {
    const socket = new UwsSocket(ws, app, this.counters)
    data.socket = socket
    this.counters.socketsAccepted++
    this.open.add(data)
    const entry = this.entrance.enter(data.address)
    if (typeof entry === 'string') {
      socket.close('too-many', entry)
      return
    }
    data.entry = entry
    if (!data.speaks) socket.close('bad-protocol', `offer ${subprotocol}`)
    else if (data.room === undefined) socket.close('bad-room')
    else if (!this.origins.allow(data.handshake.origin)) {
      this.counters.admissions.forbidden++
      socket.close('forbidden', 'pages of this origin may not connect (COPLANE_ORIGINS)')
    } else {
      const visit = { room: data.room, token: data.handshake.token, entry }
      data.gate = new Gate(socket, visit, route.open, this.authority, this.entrance, this.report)
      // Whatever closed it while the gate was being made could not tell the gate.
      if (socket.isGone) data.gate.closed()
    }
  }

  /** The edge: a bug in handling one socket ends that socket, is reported, and touches nobody else. */
  private guard(ws: WebSocket<SocketData>, handle: (data: SocketData) => void): void {
    const data = ws.getUserData()
    try {
      handle(data)
    } catch (error) {
      this.report('handling a socket failed', error)
      data.socket?.close('internal')
    }
  }
}

/** The library has `filter`, its typings do not: called with 1 for a TCP connection that was accepted, with -1 for one that ended as HTTP. */
function filterConnections(app: TemplatedApp, accepted: (res: HttpResponse) => void): void {
  const { filter } = app as unknown as {
    filter: (this: TemplatedApp, changed: (res: HttpResponse, change: number) => void) => void
  }
  filter.call(app, (res, change) => {
    if (change > 0) accepted(res)
  })
}
