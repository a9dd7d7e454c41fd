import { Room } from '@coplane/client'
import { decodePong, encodePing } from '@coplane/client/protocol/ping'
import { WebSocket } from 'ws'
import type { MemberCounts } from './cell-ledger.ts'
import { FrameCounts } from './frame-counts.ts'

type Environment = ConstructorParameters<typeof Room>[3]

/** A real SDK client that applies everything, on sockets whose frames are counted on the way. */
export class OracleMember {
  readonly room: Room
  private readonly counted = new FrameCounts()
  private socket: WebSocket | undefined
  private ponged: () => void = () => undefined

  /** @param url of the room. */
  constructor(url: string) {
    const name = decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '')
    this.room = new Room(url, name, {}, this.environment())
  }

  get counts(): MemberCounts {
    const { frames, documentTicks, eventTicks, liveFrames } = this.counted
    return { frames, documentTicks, eventTicks, liveFrames, gaps: this.room.stats().gaps, eventGaps: 0 }
  }

  /** Resolves when everything that the server sent before now has arrived. */
  barrier(): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new Error(`no PONG within ${patienceMs} ms; the room is ${this.room.status}`)),
        patienceMs,
      )
      this.ponged = () => {
        clearTimeout(timer)
        resolve()
      }
      this.socket?.send(encodePing(barrierNonce))
    })
  }

  private openSocket(url: string, protocols: string[]): ReturnType<Environment['openSocket']> {
    const socket = new WebSocket(url, protocols, { perMessageDeflate: false })
    this.socket = socket
    socket.on('message', (data: ArrayBuffer) => {
      const frame = new Uint8Array(data)
      this.counted.count(frame)
      if (decodePong(frame)?.nonce === barrierNonce) this.ponged()
    })
    return socket as unknown as ReturnType<Environment['openSocket']>
  }

  /** What the SDK has in Node, but for the socket. */
  private environment(): Environment {
    return {
      openSocket: (url, protocols) => this.openSocket(url, protocols),
      now: () => performance.now(),
      soon: (run) => queueMicrotask(run),
      after: (delayMs, run) => {
        const timer = setTimeout(run, delayMs)
        return () => clearTimeout(timer)
      },
      onFrame: (run) => {
        setTimeout(run, 16)
      },
      random: () => Math.random(),
      onOnline: () => () => undefined,
      onHide: () => () => undefined,
      onVisibility: () => () => undefined,
      askBeforeLeaving: () => () => undefined,
    }
  }
}

/** The SDK's own nonces are milliseconds since the process began. */
const barrierNonce = 0xffffffff
const patienceMs = 20_000
