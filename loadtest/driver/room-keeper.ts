import { FrameType } from '@coplane/client/protocol/frame-type'
import { encodeHello } from '@coplane/client/protocol/hello'
import { decodeAck } from '@coplane/client/protocol/ack'
import { decodeSync, type Sync } from '@coplane/client/protocol/sync'
import { decodeTick } from '@coplane/client/protocol/tick'
import { encodeUpdate } from '@coplane/client/protocol/update'
import { subprotocol } from '@coplane/client/protocol/version'
import { WebSocket } from 'ws'
import * as Y from 'yjs'

/** A member that reads and writes whole documents before and after a run, when nothing is measured. */
export class RoomKeeper {
  private readonly socket: WebSocket
  private readonly random: () => number

  private constructor(socket: WebSocket, random: () => number) {
    this.socket = socket
    this.random = random
  }

  static async open(port: number, path: string, random: () => number): Promise<RoomKeeper> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, subprotocol)
    socket.binaryType = 'nodebuffer'
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    return new RoomKeeper(socket, random)
  }

  /** @returns the document as a joiner gets it: everything up to the last SYNC. */
  async read(): Promise<Y.Doc> {
    const doc = new Y.Doc()
    const synced = this.wait((frame) => {
      const sync = decodeSync(frame)
      if (sync) applySync(doc, sync)
      return sync?.last === true
    })
    const session = Uint8Array.from({ length: 16 }, () => this.random() * 256)
    this.socket.send(
      encodeHello({
        role: 'editor',
        clientId: doc.clientID,
        epoch: 0,
        eventSeq: 0,
        session,
        stateVector: Uint8Array.of(0),
        profile: none,
      }),
    )
    await synced
    return doc
  }

  /** Writes one update and waits until it is on disk. To be called after `read`. */
  async write(update: Uint8Array): Promise<void> {
    let ackedSeq = Infinity
    const saved = this.wait((frame) => {
      const ack = decodeAck(frame)
      if (ack) ackedSeq = ack.seq
      const durableSeq =
        ack?.durableSeq ?? (frame[0] === FrameType.tick ? decodeTick(frame)?.durableSeq : undefined)
      return durableSeq !== undefined && durableSeq >= ackedSeq
    })
    this.socket.send(encodeUpdate(1, update))
    await saved
  }

  close(): void {
    this.socket.close()
  }

  private wait(isIt: (frame: Uint8Array) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const closed = (code: number, reason: Buffer): void =>
        reject(new Error(`the server closed the room keeper's socket: ${code} ${reason.toString()}`))
      const received = (frame: Buffer): void => {
        if (!isIt(frame)) return
        this.socket.off('message', received).off('close', closed)
        resolve()
      }
      this.socket.on('message', received).on('close', closed)
    })
  }
}

const none = new Uint8Array(0)

function applySync(doc: Y.Doc, { updates, encoding }: Sync): void {
  for (const update of updates) {
    if (encoding === 2) Y.applyUpdateV2(doc, update)
    else Y.applyUpdate(doc, update)
  }
}
