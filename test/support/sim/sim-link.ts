import { closeCodes, type CloseName } from '../../../client-sdk/src/protocol/close-codes.ts'
import type { ClientSocket } from '../../../client-sdk/src/environment.ts'
import { FrameType } from '../../../client-sdk/src/protocol/frame-type.ts'
import { roles } from '../../../client-sdk/src/protocol/role.ts'
import type { Gate } from '../../../server/src/admission/gate.ts'
import type { Access, Denial } from '../../../server/src/room/access.ts'
import type { Override } from '../../../server/src/room/access-store.ts'
import type { Socket } from '../../../server/src/room/ports.ts'
import type { SeededRandom } from './seeded-random.ts'
import type { Topics } from './topics.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** One simulated WebSocket, both ends and the wire between them: in order, with latency, until it is cut. */
export class SimLink implements ClientSocket {
  binaryType = 'blob'
  onopen: (() => void) | null = null
  onmessage: ((event: { data: unknown }) => void) | null = null
  onclose: ((event: { code: number; reason: string }) => void) | null = null
  onerror: ((event: unknown) => void) | null = null
  /** While true the client reads nothing and what the server sends piles up. */
  stalled = false
  isCut = false
  /** System calls that the server's sends would have taken. */
  writes = 0
  private isCorked = false
  /** Stands for a server that knows who this is, and lets it only look. */
  isViewer = false
  /** What becomes of a frame on its way to the client. */
  tamper = (frame: Uint8Array<ArrayBuffer>): readonly Uint8Array<ArrayBuffer>[] => [frame]
  private readonly pile: Uint8Array<ArrayBuffer>[] = []
  private connection: Gate | undefined
  /** The server's end is gone, whoever closed it. */
  onServerGone: (() => void) | undefined
  private upAt = 0
  private downAt = 0
  private readonly clock: VirtualClock
  private readonly random: SeededRandom
  private readonly topics: Topics

  constructor(clock: VirtualClock, random: SeededRandom, topics: Topics) {
    this.clock = clock
    this.random = random
    this.topics = topics
  }

  connect(open: (socket: Socket) => Gate | undefined): void {
    this.up(() => {
      this.connection = open(asServerEnd(this))
      this.down(() => this.onopen?.())
    })
  }

  /** The client's call. */
  send(frame: Uint8Array<ArrayBuffer>): void {
    const copy = frame.slice()
    if (this.isViewer && copy[0] === FrameType.hello) copy[roleOffset] = roles.indexOf('viewer')
    this.up(() => this.connection?.receive(copy))
  }

  /** The server's call, of a send or for what is published to a topic. */
  sendDown(frame: Uint8Array): void {
    if (this.isCut) return
    if (!this.isCorked) this.writes++
    for (const copy of this.tamper(frame.slice()))
      if (this.stalled) this.pile.push(copy)
      else this.down(() => this.onmessage?.({ data: copy.buffer }))
  }

  /** What is sent within is one write; what was published before has left already. */
  cork(run: () => void): void {
    this.isCorked = true
    this.writes++
    run()
    this.isCorked = false
  }

  bufferedBytes(): number {
    return this.pile.reduce((sum, frame) => sum + frame.length, 0)
  }

  subscribe(topic: string): void {
    if (!this.isCut) this.topics.subscribe(topic, this)
  }

  unsubscribe(topic: string): void {
    this.topics.unsubscribe(topic, this)
  }

  /** The client reads again. */
  resume(): void {
    this.stalled = false
    for (const frame of this.pile.splice(0)) this.down(() => this.onmessage?.({ data: frame.buffer }))
    this.connection?.drained()
  }

  overrule(override: Override, hold: (access: Access) => Access | Denial): boolean {
    return this.connection?.overrule(override, hold) ?? false
  }

  sweep(now: number): void {
    this.connection?.sweep(now)
  }

  /** Either end closes; the other learns of it after the latency. */
  close(codeOrName?: number | CloseName, reason = ''): void {
    if (this.isCut) return
    if (typeof codeOrName === 'string') {
      const { code } = closeCodes[codeOrName]
      this.down(() => this.onclose?.({ code, reason: reason || codeOrName }), true)
      this.serverGone()
    } else this.up(() => this.serverGone())
  }

  /** The wire breaks: nothing in flight arrives. */
  cut(): void {
    if (this.isCut) return
    this.isCut = true
    this.serverGone()
    this.clock.after(this.random.below(40), () => this.onclose?.({ code: 1006, reason: '' }))
  }

  private serverGone(): void {
    this.topics.unsubscribeAll(this)
    const { connection } = this
    this.connection = undefined
    connection?.closed()
    const { onServerGone } = this
    this.onServerGone = undefined
    onServerGone?.()
  }

  private up(run: () => void): void {
    this.upAt = Math.max(this.upAt, this.clock.now() + 1 + this.random.below(20))
    this.clock.after(this.upAt - this.clock.now(), () => {
      if (!this.isCut) run()
    })
  }

  private down(run: () => void, isLast = false): void {
    this.downAt = Math.max(this.downAt, this.clock.now() + 1 + this.random.below(20))
    this.clock.after(this.downAt - this.clock.now(), () => {
      if (this.isCut) return
      if (isLast) this.isCut = true
      run()
    })
  }
}

/** Of the role in HELLO. */
const roleOffset = 1

/** The same link as the server sees it: what it sends goes down. */
function asServerEnd(link: SimLink): Socket {
  return {
    send: (frame) => link.sendDown(frame),
    sendAlong: (frame) => link.sendDown(frame),
    deliver: (frame) => link.sendDown(frame),
    cork: (run) => link.cork(run),
    bufferedBytes: () => link.bufferedBytes(),
    subscribe: (topic) => link.subscribe(topic),
    unsubscribe: (topic) => link.unsubscribe(topic),
    close: (name, reason) => link.close(name, reason),
  }
}
