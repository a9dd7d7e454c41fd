import { Buffer } from 'node:buffer'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { encodeHello } from '@coplane/client/protocol/hello'
import { tickHeadBytes } from '@coplane/client/protocol/tick'
import { encodeClientFrame } from './client-frame.ts'
import type { Ledger } from './ledger.ts'
import { LightSocket, type SocketOwner } from './light-socket.ts'

/** What a session tells whoever runs it. */
export interface SessionWatcher {
  joined(session: DriverSession): void
  lost(session: DriverSession, reason: string): void
  /**
   * Called at every tick that arrives: sends that became due while frames were read must not wait for the
   * next turn.
   */
  turned(us: number): void
  /** A floor's tick lists its updates instead of acking them; `bytes[start, end)` is the list. */
  listed(seq: number, bytes: Buffer, start: number, end: number): void
}

/** One member: joins, notes when ticks arrive and which of its own batches they hold. */
export class DriverSession implements SocketOwner {
  readonly index: number
  /** The index that the server gave it. */
  member = -1
  private readonly openedMs = performance.now()
  joinMs = 0
  /** Set when the measurement begins. */
  ledger: Ledger | undefined
  private readonly socket: LightSocket
  private readonly hello: Buffer
  private readonly watcher: SessionWatcher

  constructor(
    index: number,
    port: number,
    path: string,
    clientId: number,
    random: () => number,
    watcher: SessionWatcher,
  ) {
    this.index = index
    this.watcher = watcher
    const hello = {
      role: 'editor' as const,
      clientId,
      epoch: 0,
      eventSeq: 0,
      session: randomBytes(random, 16),
      stateVector: emptyVector,
      profile: none,
    }
    this.hello = encodeClientFrame(encodeHello(hello), random() * 2 ** 32)
    this.socket = new LightSocket(port, path, randomBytes(random, 16).toString('base64'), this)
  }

  opened(): void {
    this.socket.write(this.hello)
  }

  frame(_: number, bytes: Buffer, start: number, end: number): void {
    switch (bytes[start]!) {
      case FrameType.tick:
        if (this.ledger) this.tick(this.ledger, bytes, start, end)
        return
      case FrameType.ack:
        // ACK: type, batch u32, seq u32, durableSeq u32.
        this.ledger?.updates.heldBy(this.index, u32(bytes, start + 1), u32(bytes, start + 5))
        this.ledger?.durable(u32(bytes, start + 9), this.ledger.nowUs())
        return
      case FrameType.welcome:
        // WELCOME: type, flags, role, tickMs u16, liveMs u16, epoch, seq, durableSeq, eventSeq u32 each, member u16.
        this.member = bytes[start + 23]! | (bytes[start + 24]! << 8)
        return
      case FrameType.sync:
        // SYNC: type, flags u8 whose lowest bit says "last", seq u32.
        if ((bytes[start + 1]! & 1) === 1) this.synced(u32(bytes, start + 2))
        return
    }
  }

  lost(reason: string): void {
    this.watcher.lost(this, reason)
  }

  write(frame: Buffer): void {
    this.socket.write(frame)
  }

  close(): void {
    this.socket.close()
  }

  private tick(ledger: Ledger, bytes: Buffer, start: number, end: number): void {
    const us = ledger.nowUs()
    // TICK: type, lanes u8, tickMs u16, seq u32, durableSeq u32.
    const seq = u32(bytes, start + 4)
    if (
      ledger.tick(this.index, seq, u32(bytes, start + 8), end - start, us) &&
      bytes[start + 1] === listLanes
    )
      this.watcher.listed(seq, bytes, start + tickHeadBytes, end)
    this.watcher.turned(us)
  }

  private synced(seq: number): void {
    if (this.joinMs > 0) this.ledger?.synced(this.index, seq, this.ledger.nowUs())
    else {
      this.joinMs = performance.now() - this.openedMs
      this.watcher.joined(this)
    }
  }
}

/** What a floor's tick has where a real one names its lanes. */
export const listLanes = 0xff

export function u32(bytes: Buffer, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
}

const none = new Uint8Array(0)
/** Yjs' state vector of an empty document. */
const emptyVector = Uint8Array.of(0)

function randomBytes(random: () => number, count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, () => random() * 256))
}
