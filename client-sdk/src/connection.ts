import {
  step,
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionState,
} from './connection-state.ts'
import type { Credentials } from './credentials.ts'
import type { ClientSocket, Environment } from './environment.ts'
import { decodeDown, type DownFrame } from './protocol/down.ts'
import type { FrameType } from './protocol/frame-type.ts'
import { encodePing } from './protocol/ping.ts'

/** What the connection's owner answers and hears. */
export interface ConnectionOwner {
  /** The HELLO frame for a socket that has just opened. */
  hello(): Uint8Array<ArrayBuffer>
  /** The room is synced again: send what the server does not have. */
  resend(): void
  /** @returns `synced` when the frame was the last of a sync, a reason when it cannot be right. */
  receive(frame: DownFrame, byteLength: number): 'ok' | 'synced' | { readonly broken: string }
  /** The state is another one now. */
  changed(state: ConnectionState): void
}

/** The effects loop around the state machine: one socket at a time, its timers, its liveness. */
export class Connection {
  state: ConnectionState = { is: 'connecting', attempt: 0 }
  bytesIn = 0
  bytesOut = 0
  private socket: ClientSocket | undefined
  private liveSinceMs = 0
  private heardMs = 0
  private cancelWait: (() => void) | undefined
  private cancelWatch: (() => void) | undefined
  private readonly stopOnline: () => void
  private readonly url: string
  private readonly owner: ConnectionOwner
  private readonly credentials: Credentials
  private readonly environment: Environment

  constructor(url: string, owner: ConnectionOwner, credentials: Credentials, environment: Environment) {
    this.url = url
    this.owner = owner
    this.credentials = credentials
    this.environment = environment
    this.stopOnline = environment.onOnline(() => this.on({ is: 'retry' }))
  }

  start(): void {
    this.run({ do: 'open' })
  }

  get isLive(): boolean {
    return this.state.is === 'live'
  }

  send(frame: Uint8Array<ArrayBuffer>): void {
    if (!this.socket) return
    this.bytesOut += frame.length
    this.socket.send(frame)
  }

  close(): void {
    this.on({ is: 'close' })
  }

  private on(event: ConnectionEvent): void {
    const before = this.state
    const { state, effects } = step(before, event)
    this.state = state
    if (state.is === 'live' && before.is !== 'live') this.liveSinceMs = this.environment.now()
    for (const effect of effects) this.run(effect)
    if (state.is === 'closed' && before.is !== 'closed') this.stopOnline()
    if (state !== before) this.owner.changed(state)
  }

  private run(effect: ConnectionEffect): void {
    switch (effect.do) {
      case 'open':
        this.open()
        return
      case 'hello':
        this.send(this.owner.hello())
        return
      case 'resend':
        this.owner.resend()
        return
      case 'wait':
        this.cancelWait = this.environment.after(effect.delayMs, () => this.on({ is: 'retry' }))
        return
      case 'stop-waiting':
        this.cancelWait?.()
        this.cancelWait = undefined
        return
      case 'drop':
        this.forgetSocket()?.close(1000, effect.reason)
        return
      default:
        effect satisfies never
    }
  }

  private open(): void {
    this.heardMs = this.environment.now()
    this.watch()
    this.credentials.offer(
      (protocols) => this.openSocket(protocols),
      () => this.lost(0, ''),
    )
  }

  private openSocket(protocols: string[]): void {
    const socket = this.environment.openSocket(this.url, protocols)
    this.socket = socket
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => this.on({ is: 'opened' })
    socket.onmessage = ({ data }) => this.received(data)
    // An error is always followed by a close, which says all that there is to know.
    socket.onerror = () => undefined
    socket.onclose = ({ code, reason }) => this.lost(code, reason)
  }

  private lost(code: number, reason: string): void {
    const livedMs = this.state.is === 'live' ? this.environment.now() - this.liveSinceMs : 0
    this.forgetSocket()
    const again = this.credentials.mayTryAgain(code)
    this.on({ is: 'lost', code, reason, random: this.environment.random(), livedMs, again })
  }

  private received(data: unknown): void {
    this.heardMs = this.environment.now()
    const bytes = data instanceof ArrayBuffer ? new Uint8Array(data) : undefined
    this.bytesIn += bytes?.length ?? 0
    const frame = bytes && decodeDown(bytes)
    if (!frame) {
      this.broken('the server sent what is not a frame of this protocol')
      return
    }
    const answer = this.owner.receive(frame, bytes.length)
    if (answer === 'synced') this.on({ is: 'synced' })
    else if (answer !== 'ok') this.broken(answer.broken)
  }

  /** Looks at the socket every few seconds: asks for a sign of life, and gives the socket up when none came. */
  private watch(): void {
    this.cancelWatch = this.environment.after(watchEveryMs, () => {
      const now = this.environment.now()
      if (now - this.heardMs > silentAfterMs) {
        this.broken('the server is silent')
        return
      }
      // While greeting, too: a server that makes joiners wait for each other answers.
      if (this.state.is !== 'connecting') {
        // The nonce is the time of sending in ms, so that the pong tells the round trip by itself.
        this.send(encodePing(Math.floor(now) >>> 0))
      }
      this.watch()
    })
  }

  private broken(reason: string): void {
    this.on({ is: 'broken', reason, random: this.environment.random() })
  }

  private forgetSocket(): ClientSocket | undefined {
    const { socket } = this
    this.socket = undefined
    this.credentials.lost()
    this.cancelWatch?.()
    this.cancelWatch = undefined
    if (socket) socket.onopen = socket.onmessage = socket.onclose = null
    return socket
  }
}

/** The round trip in milliseconds that a pong tells, by the clock that the ping was stamped with. */
export function roundTripOf(
  frame: { readonly type: typeof FrameType.pong; readonly nonce: number },
  nowMs: number,
): number {
  return ((Math.floor(nowMs) >>> 0) - frame.nonce) >>> 0
}

const watchEveryMs = 4_000
/** Three unanswered pings: proxies and radios are slow, dead peers are slower. */
const silentAfterMs = 13_000
