import { Buffer } from 'node:buffer'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { encodeHello } from '@coplane/client/protocol/hello'
import { encodeUpdate } from '@coplane/client/protocol/update'
import * as Y from 'yjs'
import { newNodeEntry } from '../../../client-sdk/src/canvas/node.ts'
import { encodeClientFrame } from '../../../loadtest/driver/client-frame.ts'
import { u32 } from '../../../loadtest/driver/driver-session.ts'
import { LightSocket, type SocketOwner } from '../../../loadtest/driver/light-socket.ts'

/** What a writer tells whoever runs it. */
export interface WriterWatcher {
  joined(): void
  saved(sentUs: number): void
  lost(reason: string): void
}

/** The only member of its room, who moves the only node, and waits to hear of each move that it is on disk. */
export class RoomWriter implements SocketOwner {
  private readonly doc = new Y.Doc()
  private readonly node: Y.Map<unknown>
  private emitted: Uint8Array = new Uint8Array(0)
  private batch = 0
  /** When each batch was sent, the oldest first, and the tick that holds it once that is known. */
  private readonly unsaved: { readonly batch: number; readonly sentUs: number; seq: number }[] = []
  private durableSeq = 0
  private readonly socket: LightSocket
  private readonly random: () => number
  private readonly watcher: WriterWatcher

  constructor(port: number, room: string, random: () => number, watcher: WriterWatcher) {
    this.random = random
    this.watcher = watcher
    this.doc.on('update', (update: Uint8Array) => {
      this.emitted = update
    })
    this.node = newNodeEntry({ type: 'service', x: 0, y: 0, w: 96, h: 64 }, 'a0')
    this.socket = new LightSocket(port, `/v1/rooms/${room}`, this.bytes(16).toString('base64'), this)
  }

  get unsavedCount(): number {
    return this.unsaved.length
  }

  opened(): void {
    this.write(
      encodeHello({
        role: 'editor',
        clientId: this.doc.clientID,
        epoch: 0,
        eventSeq: 0,
        session: this.bytes(16),
        stateVector: Uint8Array.of(0),
        profile: new Uint8Array(0),
      }),
    )
  }

  edit(sentUs: number): void {
    if (this.batch === 0) this.doc.getMap('nodes').set('node', this.node)
    else this.node.set('pl', ['', this.batch * 4, 0])
    this.unsaved.push({ batch: ++this.batch, sentUs, seq: Infinity })
    this.write(encodeUpdate(this.batch, this.emitted))
  }

  frame(_: number, bytes: Buffer, start: number): void {
    switch (bytes[start]!) {
      case FrameType.sync:
        // SYNC: type, flags u8 whose lowest bit says "last".
        if ((bytes[start + 1]! & 1) === 1) this.watcher.joined()
        return
      case FrameType.ack: {
        // ACK: type, batch u32, seq u32, durableSeq u32.
        const [batch, seq] = [u32(bytes, start + 1), u32(bytes, start + 5)]
        for (const each of this.unsaved) if (each.batch <= batch) each.seq = Math.min(each.seq, seq)
        this.durable(u32(bytes, start + 9))
        return
      }
      case FrameType.tick:
        // TICK: type, lanes u8, tickMs u16, seq u32, durableSeq u32.
        this.durable(u32(bytes, start + 8))
        return
    }
  }

  lost(reason: string): void {
    this.watcher.lost(reason)
  }

  close(): void {
    this.socket.close()
  }

  private durable(seq: number): void {
    this.durableSeq = Math.max(this.durableSeq, seq)
    while (this.unsaved[0] && this.unsaved[0].seq <= this.durableSeq)
      this.watcher.saved(this.unsaved.shift()!.sentUs)
  }

  private write(frame: Uint8Array): void {
    this.socket.write(encodeClientFrame(frame, this.random() * 2 ** 32))
  }

  private bytes(count: number): Buffer {
    return Buffer.from(Array.from({ length: count }, () => this.random() * 256))
  }
}
