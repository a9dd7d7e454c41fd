import { Buffer } from 'node:buffer'
import { encodeCursor } from '@coplane/client/protocol/cursor'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { encodeHello } from '@coplane/client/protocol/hello'
import { encodePing } from '@coplane/client/protocol/ping'
import { encodeView } from '@coplane/client/protocol/view'
import { decodeTick, laneBits } from '@coplane/client/protocol/tick'
import { encodeClientFrame } from '../driver/client-frame.ts'
import { u32 } from '../driver/driver-session.ts'
import type { Ledger } from '../driver/ledger.ts'
import { LightSocket, type SocketOwner } from '../driver/light-socket.ts'
import type { Habit } from './slow-order.ts'

/** What a reader tells whoever runs it. */
export interface ReaderWatcher {
  joined(reader: Reader): void
  lost(reader: Reader, reason: string): void
  /** A tick says who left; told by the first reader only. */
  left(member: number, seq: number): void
  turned(): void
}

/** One socket of one member, and everything that it was sent. */
export class Reader implements SocketOwner {
  /** The index that the server gave it. */
  member = -1
  frames = 0
  bytes = 0
  ticks = 0
  documentTicks = 0
  bigTicks = 0
  liveFrames = 0
  /** Ticks that neither came nor were made up for. */
  gaps = 0
  resyncs = 0
  skipped = 0
  messagesSent = 0
  bytesSent = 0
  /** The tick that it joined at, and the newest that it holds. */
  joinSeq = -1
  lastSeq = -1
  joinMs = 0
  /** The newest tick at the time when the server closed it. */
  closedSeq: number | undefined
  /** The intervals that ticks named; noted by the first reader only. */
  readonly tickMs: number[] = []
  /** Frames that carry the document, for those that keep them. */
  record: Buffer[] | undefined
  /** Where a steady reader notes when it sees what. */
  ledger: Ledger | undefined
  readonly habit: Habit
  readonly index: number
  private readonly openedMs = performance.now()
  private readonly socket: LightSocket
  private readonly hello: Buffer
  private readonly watcher: ReaderWatcher
  private readonly random: () => number
  private nonce = 0
  private ponged: (() => void) | undefined

  constructor(
    index: number,
    habit: Habit,
    server: { readonly port: number; readonly path: string },
    clientId: number,
    random: () => number,
    watcher: ReaderWatcher,
  ) {
    this.index = index
    this.habit = habit
    this.random = random
    this.watcher = watcher
    const bytes = Buffer.from(Array.from({ length: 16 }, () => random() * 256))
    this.hello = Buffer.from(
      encodeHello({
        role: 'editor',
        clientId,
        epoch: 0,
        eventSeq: 0,
        session: bytes,
        stateVector: Uint8Array.of(0),
        profile: new Uint8Array(0),
      }),
    )
    this.socket = new LightSocket(server.port, server.path, bytes.toString('base64'), this)
  }

  opened(): void {
    this.send(this.hello)
    this.send(encodeView({ hidden: false, overview: false, rect: everything, follow: undefined }))
  }

  send(message: Uint8Array): void {
    this.messagesSent++
    this.bytesSent += message.length
    this.socket.write(encodeClientFrame(message, this.random() * 2 ** 32))
  }

  moveCursor(x: number, y: number): void {
    this.send(encodeCursor({ x, y }))
  }

  pause(): void {
    this.socket.pause()
  }

  resume(reads?: number): void {
    this.socket.resume(reads)
  }

  /** What a client does that still lives: without it the server gives a silent socket up after 16 s. */
  keepAlive(): void {
    this.send(encodePing(++this.nonce))
  }

  /** Resolves when everything that the server sent until now is here. */
  caughtUp(): Promise<void> {
    this.keepAlive()
    return new Promise((resolve) => {
      this.ponged = resolve
    })
  }

  close(): void {
    this.socket.close()
  }

  lost(reason: string): void {
    this.ponged?.()
    this.watcher.lost(this, reason)
  }

  frame(_: number, bytes: Buffer, start: number, end: number): void {
    this.frames++
    this.bytes += end - start
    switch (bytes[start]!) {
      case FrameType.tick:
        this.tick(bytes, start, end)
        break
      case FrameType.live:
      case FrameType.overview:
        this.liveFrames++
        break
      case FrameType.ack:
        this.ledger?.updates.heldBy(this.index, u32(bytes, start + 1), u32(bytes, start + 5))
        break
      case FrameType.welcome:
        // WELCOME: type, flags, role, tickMs u16, liveMs u16, epoch, seq, durableSeq, eventSeq u32 each, member u16.
        this.member = bytes[start + 23]! | (bytes[start + 24]! << 8)
        break
      case FrameType.sync:
        this.record?.push(Buffer.from(bytes.subarray(start, end)))
        // SYNC: type, flags u8 whose lowest bit says "last", seq u32.
        if ((bytes[start + 1]! & 1) === 1) this.synced(u32(bytes, start + 2))
        break
      case FrameType.pong:
        if (u32(bytes, start + 1) === this.nonce) this.ponged?.()
        break
    }
  }

  private tick(bytes: Buffer, start: number, end: number): void {
    // TICK: type, lanes u8, tickMs u16, seq u32, durableSeq u32.
    const lanes = bytes[start + 1]!
    const seq = u32(bytes, start + 4)
    this.ticks++
    this.gaps += seq - this.lastSeq - 1
    this.lastSeq = seq
    if (end - start >= bigFrameBytes) this.bigTicks++
    if ((lanes & laneBits.document) !== 0) {
      this.documentTicks++
      this.record?.push(Buffer.from(bytes.subarray(start, end)))
    }
    this.ledger?.tick(this.index, seq, u32(bytes, start + 8), end - start, this.ledger.nowUs())
    if (this.index === 0) this.tickMs.push(bytes[start + 2]! | (bytes[start + 3]! << 8))
    if (this.index === 0 && (lanes & laneBits.roster) !== 0)
      for (const entry of decodeTick(bytes.subarray(start, end))?.roster ?? [])
        if (entry.op === 'left') this.watcher.left(entry.member, seq)
    this.watcher.turned()
  }

  private synced(seq: number): void {
    if (this.joinSeq < 0) {
      this.joinSeq = seq
      this.joinMs = performance.now() - this.openedMs
      this.watcher.joined(this)
    } else {
      this.resyncs++
      this.skipped += seq - this.lastSeq
    }
    this.lastSeq = seq
  }
}

/** From here on the transport copies and writes a published frame for each member at once. */
const bigFrameBytes = 16_384
const everything = { left: -100_000, top: -100_000, right: 100_000, bottom: 100_000 }
