import { WebSocket, type MessageEvent } from 'k6/websockets'
import { FrameType } from '../../client-sdk/src/protocol/frame-type.ts'
import { encodeHello, sessionIdBytes } from '../../client-sdk/src/protocol/hello.ts'
import { encodePing } from '../../client-sdk/src/protocol/ping.ts'
import { laneBits, tickHeadBytes } from '../../client-sdk/src/protocol/tick.ts'
import { subprotocol } from '../../client-sdk/src/protocol/version.ts'
import { welcomeHeadBytes } from '../../client-sdk/src/protocol/welcome.ts'
import type { Tally } from './tally.ts'

/** Whoever runs a member: what it must know of what arrives. Times are milliseconds since the epoch, as k6 read the frame. */
export interface MemberOwner {
  readonly tally: Tally
  joined(member: Member): void
  ticked(member: Member, seq: number, atMs: number): void
  acked(member: Member, batch: number, seq: number): void
  lived(member: Member, frame: DataView, atMs: number): void
  /** `frame` from `at` on is the event lane's block of `length` bytes. */
  eventsCame(member: Member, frame: DataView, at: number, length: number, atMs: number): void
  /** Frames that most loads have no use for: HISTORY, EVENT-ACK. */
  answered(member: Member, type: number, frame: DataView): void
  trouble(message: string): void
  /** The socket is gone, whoever closed it. */
  ended(member: Member): void
}

/** One session of a room in k6: joins, counts what arrives, and reads no more of it than the heads. */
export class Member {
  /** Position among the members of its virtual user and room. */
  readonly index: number
  readonly clientId: number
  /** The index that the server gave it. */
  number = -1
  epoch = 0
  eventSeq = 0
  /** The newest tick that it holds. */
  seq = 0
  liveMs = 50
  isJoined = false
  /** The newest batch that it sent. */
  batch = 0
  private socket: WebSocket | undefined
  private openedMs = 0
  private helloEventSeq: number | undefined
  private isLeaving = false
  /** Nobody reads any more what its former sockets bring. */
  private isCut = false
  private pongWanted = 0
  private pongCame: () => void = () => undefined
  /** What it says that it has when it comes back: the server's own vector of the last join. */
  private stateVector: Uint8Array = Uint8Array.of(0)
  private readonly url: string
  private readonly session: Uint8Array
  readonly owner: MemberOwner

  constructor(index: number, url: string, random: () => number, owner: MemberOwner) {
    this.index = index
    this.url = url
    this.owner = owner
    this.clientId = 2 + Math.floor(random() * 0xfffffff0)
    this.session = Uint8Array.from({ length: sessionIdBytes }, () => random() * 256)
  }

  open(): void {
    this.openedMs = Date.now()
    this.isJoined = false
    this.isLeaving = false
    // k6 ignores the argument for protocols; the header is the way.
    const headers = { 'Sec-WebSocket-Protocol': subprotocol }
    const socket = new WebSocket(this.url, null, { headers, tags: { name: 'room' } })
    socket.binaryType = 'arraybuffer'
    socket.onopen = () => this.hello()
    socket.onmessage = (event?: MessageEvent) => {
      if (event && this.socket === socket) this.receive(event)
      else if (event && !this.isCut) this.straggled(event)
    }
    socket.onerror = (event) => {
      if (this.socket === socket && !this.isLeaving) this.failed(event?.error ?? 'an error without a name')
    }
    const closed = (event?: { code?: number; reason?: string }): void => {
      if (this.socket !== socket) return
      this.socket = undefined
      if (!this.isLeaving) this.lost(`${event?.code ?? 1006} ${event?.reason ?? ''}`.trim())
      this.owner.ended(this)
    }
    socket.onclose = closed
    this.socket = socket
  }

  /** The frame's bytes are k6's from now on: it writes them later, without a copy. */
  send(frame: Uint8Array<ArrayBuffer>): void {
    if (!this.socket) return
    this.socket.send(frame.buffer)
    this.owner.tally.sent++
    this.owner.tally.sentBytes += frame.length
  }

  /** Calls back when everything that the server sent before now has arrived. */
  barrier(done: () => void): void {
    if (!this.socket || !this.isJoined) {
      done()
      return
    }
    this.pongWanted = (this.pongWanted % 0xffffffff) + 1
    this.pongCame = done
    this.send(encodePing(this.pongWanted))
  }

  leave(): void {
    this.isLeaving = true
    this.socket?.close(1000)
  }

  /** Goes without waiting for the server's answer; what still arrives is not read. */
  cut(): void {
    this.leave()
    this.isCut = true
    this.isJoined = false
    this.socket = undefined
    this.owner.ended(this)
  }

  /**
   * Joins once more while the old socket is still there, which the server then closes as replaced.
   * @param eventSeq the newest event that it claims to have.
   */
  replace(eventSeq: number): void {
    this.helloEventSeq = eventSeq
    this.owner.tally.reconnects++
    this.open()
  }

  /** Opens a socket anew after a cut or a failure. */
  comeBack(): void {
    this.helloEventSeq = undefined
    this.isCut = false
    this.owner.tally.reconnects++
    this.open()
  }

  /** The newest event that its last HELLO said it has. */
  get claimedEventSeq(): number {
    return this.helloEventSeq ?? this.eventSeq
  }

  private hello(): void {
    this.send(
      encodeHello({
        role: 'editor',
        clientId: this.clientId,
        epoch: this.epoch,
        eventSeq: this.claimedEventSeq,
        session: this.session,
        stateVector: this.stateVector,
        profile: Uint8Array.of(0x80),
      }),
    )
  }

  private receive(event: MessageEvent): void {
    const atMs = event.timestamp
    const frame = new DataView(event.data as ArrayBuffer)
    const { tally } = this.owner
    tally.frames++
    tally.bytes += frame.byteLength
    tally.lagged(atMs)
    const type = frame.getUint8(0)
    switch (type) {
      case FrameType.tick:
        this.ticked(frame, atMs)
        return
      case FrameType.live:
        tally.liveFrames++
        this.liveMs = frame.getUint16(2, true)
        this.owner.lived(this, frame, atMs)
        return
      case FrameType.ack:
        // ACK: type, batch u32, seq u32, durableSeq u32.
        this.owner.acked(this, frame.getUint32(1, true), frame.getUint32(5, true))
        return
      case FrameType.welcome:
        this.welcomed(frame)
        return
      case FrameType.sync:
        // SYNC: type, flags u8 whose lowest bit says "last", seq u32.
        if ((frame.getUint8(1) & 1) === 1) this.synced(frame.getUint32(2, true), atMs)
        return
      case FrameType.pong:
        if (frame.getUint32(1, true) === this.pongWanted) this.pongCame()
        return
      case FrameType.error:
        tally.errors++
        this.owner.trouble(
          `ERROR of reason ${frame.getUint8(1)} for frame 0x${frame.getUint8(2).toString(16)}`,
        )
        return
      case FrameType.overview:
      case FrameType.roster:
        return
      default:
        this.owner.answered(this, type, frame)
    }
  }

  /** A socket that the server replaces by a newer one of the same session: what it still sent is counted, and no more. */
  private straggled(event: MessageEvent): void {
    const frame = new DataView(event.data as ArrayBuffer)
    const { tally } = this.owner
    tally.frames++
    tally.bytes += frame.byteLength
    const type = frame.getUint8(0)
    if (type === FrameType.tick) tally.ticked(frame.getUint8(1), frame.getUint16(2, true))
    else if (type === FrameType.live) tally.liveFrames++
  }

  private welcomed(frame: DataView): void {
    // WELCOME: type, flags, role, tickMs u16, liveMs u16, epoch, seq, durableSeq, eventSeq u32 each, member u16, state vector.
    this.liveMs = frame.getUint16(5, true)
    this.epoch = frame.getUint32(7, true)
    // What it missed follows if the room still has all of it; if not, it goes on from here.
    const isRecovered = (frame.getUint8(1) & 1) !== 0
    if (!isRecovered) this.eventSeq = frame.getUint32(19, true)
    this.number = frame.getUint16(23, true)
    this.stateVector = new Uint8Array(frame.buffer.slice(welcomeHeadBytes))
  }

  private synced(seq: number, atMs: number): void {
    this.seq = seq
    const { tally } = this.owner
    if (this.isJoined) {
      tally.resyncs++
      return
    }
    this.isJoined = true
    tally.joins++
    tally.joinTook(atMs - this.openedMs)
    this.owner.joined(this)
  }

  private ticked(frame: DataView, atMs: number): void {
    const { tally } = this.owner
    // TICK: type, lanes u8, tickMs u16, seq u32, durableSeq u32.
    const lanes = frame.getUint8(1)
    const seq = frame.getUint32(4, true)
    tally.ticked(lanes, frame.getUint16(2, true))
    if (seq !== this.seq + 1) tally.gaps += Math.max(1, seq - this.seq - 1)
    this.seq = seq
    this.owner.ticked(this, seq, atMs)
    if ((lanes & laneBits.event) === 0) return
    let at = tickHeadBytes
    if ((lanes & laneBits.document) !== 0) at += 4 + frame.getUint32(at, true)
    this.owner.eventsCame(this, frame, at + 4, frame.getUint32(at, true), atMs)
  }

  private lost(why: string): void {
    const { tally } = this.owner
    if (this.isJoined) tally.badCloses++
    else tally.failedJoins++
    this.isJoined = false
    this.owner.trouble(`a socket was closed: ${why}`)
  }

  private failed(error: string): void {
    if (!this.isJoined) this.owner.tally.failedJoins++
    this.owner.trouble(error)
  }
}
