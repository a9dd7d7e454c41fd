import { Buffer } from 'node:buffer'
import { encodeCursor } from '@coplane/client/protocol/cursor'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { encodeHello } from '@coplane/client/protocol/hello'
import { encodeView } from '@coplane/client/protocol/view'
import { encodeClientFrame } from '../../../loadtest/driver/client-frame.ts'
import { LightSocket, type SocketOwner } from '../../../loadtest/driver/light-socket.ts'
import type { Plane } from './plane.ts'

/** Who counts what arrives. */
export interface MoverWatcher {
  joined(mover: Mover): void
  lost(reason: string): void
  /** One message of the server's, with its framing. */
  arrived(byteLength: number): void
  /** One LIVE frame: `bytes[start, end)`. */
  live(bytes: Buffer, start: number, end: number): void
}

/** One member that looks at a part of the plane and moves its cursor there. */
export class Mover implements SocketOwner {
  /** The index that the server gave it. */
  member = -1
  private readonly socket: LightSocket
  private readonly hello: Buffer
  private readonly index: number
  private readonly plane: Plane
  private readonly watcher: MoverWatcher
  private readonly random: () => number

  constructor(
    index: number,
    port: number,
    path: string,
    plane: Plane,
    random: () => number,
    watcher: MoverWatcher,
  ) {
    this.index = index
    this.plane = plane
    this.watcher = watcher
    this.random = random
    const randomBytes = Buffer.from(Array.from({ length: 16 }, () => random() * 256))
    const hello = encodeHello({
      role: 'editor',
      clientId: 1 + index,
      epoch: 0,
      eventSeq: 0,
      session: randomBytes,
      stateVector: Uint8Array.of(0),
      profile: Uint8Array.of(0x80),
    })
    this.hello = encodeClientFrame(hello, random() * 2 ** 32)
    this.socket = new LightSocket(port, path, randomBytes.toString('base64'), this)
  }

  opened(): void {
    this.socket.write(this.hello)
  }

  /** Its cursor is one step further. */
  move(step: number): void {
    const point = { x: this.plane.baseX(this.index) + step, y: this.plane.baseY(this.index) }
    this.socket.write(encodeClientFrame(encodeCursor(point), this.random() * 2 ** 32))
  }

  frame(_: number, bytes: Buffer, start: number, end: number): void {
    this.watcher.arrived(end - start + (end - start < 126 ? 2 : 4))
    if (bytes[start] === FrameType.live) this.watcher.live(bytes, start, end)
    else if (bytes[start] === FrameType.welcome) {
      // WELCOME: type, flags, role, tickMs u16, liveMs u16, epoch, seq, durableSeq, eventSeq u32 each, member u16.
      this.member = bytes.readUInt16LE(start + 23)
    } else if (bytes[start] === FrameType.sync && (bytes[start + 1]! & 1) === 1) {
      const rect = this.plane.viewOf(this.index)
      const view = encodeView({ hidden: false, overview: false, rect, follow: undefined })
      this.socket.write(encodeClientFrame(view, this.random() * 2 ** 32))
      this.watcher.joined(this)
    }
  }

  lost(reason: string): void {
    this.watcher.lost(reason)
  }

  close(): void {
    this.socket.close()
  }
}
