import { Buffer } from 'node:buffer'
import { encodeCursor } from '@coplane/client/protocol/cursor'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { encodeHello } from '@coplane/client/protocol/hello'
import { encodeView } from '@coplane/client/protocol/view'
import { encodeClientFrame } from '../../../loadtest/driver/client-frame.ts'
import { LightSocket, type SocketOwner } from '../../../loadtest/driver/light-socket.ts'

/** One member that joins, shows a cursor, looks at a screen, and does nothing more. */
export class IdleSession implements SocketOwner {
  /** Resolves when the member has its document; rejects when it loses its socket. */
  readonly joined: Promise<void>
  /** Why it has no socket any more, if it lost it. */
  lostBecause: string | undefined
  private resolve: () => void = () => undefined
  private reject: (error: Error) => void = () => undefined
  private readonly socket: LightSocket
  private readonly index: number
  private readonly random: () => number

  constructor(index: number, port: number, path: string, random: () => number) {
    this.index = index
    this.random = random
    this.joined = new Promise((resolve, reject) => {
      this.resolve = resolve
      this.reject = reject
    })
    this.socket = new LightSocket(port, path, this.randomBytes().toString('base64'), this)
  }

  opened(): void {
    this.say(
      encodeHello({
        role: 'editor',
        clientId: 1 + this.index,
        epoch: 0,
        eventSeq: 0,
        session: this.randomBytes(),
        stateVector: Uint8Array.of(0),
        // msgpack of { name: 'Alice' }.
        profile: Buffer.from('81a46e616d65a5416c696365', 'hex'),
      }),
    )
  }

  frame(_: number, bytes: Buffer, start: number): void {
    // SYNC: type, flags u8 whose lowest bit says "last".
    if (bytes[start] !== FrameType.sync || (bytes[start + 1]! & 1) === 0) return
    const rect = { left: 0, top: 0, right: 7_680, bottom: 4_320 }
    this.say(encodeView({ hidden: false, overview: false, rect, follow: undefined }))
    this.say(encodeCursor({ x: this.index, y: this.index }))
    this.resolve()
  }

  lost(reason: string): void {
    this.lostBecause = reason
    this.reject(new Error(`session ${this.index} lost its socket: ${reason}`))
  }

  close(): void {
    this.socket.close()
  }

  private say(frame: Uint8Array): void {
    this.socket.write(encodeClientFrame(frame, this.random() * 2 ** 32))
  }

  private randomBytes(): Buffer {
    return Buffer.from(Array.from({ length: 16 }, () => this.random() * 256))
  }
}
