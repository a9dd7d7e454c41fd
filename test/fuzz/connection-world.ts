import * as Y from 'yjs'
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness'
import { closeNameOf } from '@coplane/client/protocol/close-codes'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { decodeYMessages, encodeAwareness, encodeSyncStep1 } from '../../server/src/dialect/y-message.ts'
import { firstHello, secondSession, update, type RawClient } from '../protocol/raw-client.ts'
import { RawWorld } from '../protocol/raw-world.ts'
import { RawAuthor } from '../support/raw-author.ts'
import type { SimLink } from '../support/sim/sim-link.ts'
import { isSameBytes, must } from './target.ts'

const room = 'board'

/** A room with one honest member of each dialect, and a stranger. Whatever the stranger says, they go on working. */
export class ConnectionWorld {
  private readonly author = new RawAuthor(0x7ffffff1)
  private readonly stock = new Y.Doc()
  private readonly awareness = new Awareness(this.stock)
  private stockClosed: string | undefined
  private readonly world: RawWorld
  private readonly honest: RawClient

  private constructor(world: RawWorld, honest: RawClient) {
    this.world = world
    this.honest = honest
    const link = world.server.acceptStock(room)
    link.onmessage = ({ data }) => this.heard(new Uint8Array(data as ArrayBuffer))
    link.onclose = ({ code }) => {
      this.stockClosed = closeNameOf(code) ?? String(code)
    }
    link.send(Uint8Array.from(encodeSyncStep1(Y.encodeStateVector(this.stock))))
  }

  static async open(): Promise<ConnectionWorld> {
    const world = new RawWorld()
    const opened = new ConnectionWorld(world, await world.join({}, room))
    await world.clock.pass(100)
    return opened
  }

  async nativeStranger(frames: readonly Uint8Array[]): Promise<void> {
    const stranger = await this.world.join({ ...firstHello, ...secondSession }, room)
    await this.listen(stranger.link, frames, () => stranger.closed)
  }

  async stockStranger(messages: readonly Uint8Array[]): Promise<void> {
    const link = this.world.server.acceptStock(room)
    let closed: string | undefined
    link.onclose = ({ code }) => {
      closed = closeNameOf(code)
    }
    await this.world.clock.pass(60)
    await this.listen(link, messages, () => closed)
  }

  private async listen(
    link: SimLink,
    messages: readonly Uint8Array[],
    closed: () => string | undefined,
  ): Promise<void> {
    for (const message of messages) link.send(Uint8Array.from(message))
    await this.world.clock.pass(400)
    must(closed() !== 'internal', 'a stranger met a fault of ours')
    must(link.isCut === (closed() !== undefined), 'a socket is closed without a documented code')
  }

  /** Looks whether the honest ones are still served, by one edit of theirs. */
  async close(): Promise<void> {
    const { world, author, honest } = this
    author.node('honest', ['', 1, 1])
    for (const [batch, bytes] of author.take().entries()) honest.say(update(batch + 1, bytes))
    await world.clock.pass(400)
    must(honest.closed === undefined && this.stockClosed === undefined, 'an honest member was closed')
    must(world.server.reports.length === 0, `the server reports: ${world.server.reports[0]}`)
    const replica = new Y.Doc()
    for (const frame of honest.take()) {
      if (frame.type === FrameType.tick && frame.update) Y.applyUpdate(replica, frame.update)
      if (frame.type === FrameType.sync)
        for (const bytes of frame.updates)
          (frame.encoding === 2 ? Y.applyUpdateV2 : Y.applyUpdate)(replica, bytes)
    }
    must(replica.getMap('nodes').has('honest'), 'an honest edit does not come back')
    must(this.stock.getMap('nodes').has('honest'), 'an honest edit does not reach the other dialect')
    must(
      isSameBytes(Y.encodeStateVector(replica), Y.encodeStateVector(this.stock)),
      'two dialects have not the same document',
    )
    this.awareness.destroy()
  }

  private heard(message: Uint8Array): void {
    const messages = decodeYMessages(message)
    must(messages !== undefined, 'a stock client cannot read what it is sent')
    for (const each of messages) {
      if (each.is === 'update') Y.applyUpdate(this.stock, each.update)
      if (each.is === 'awareness') {
        const bytes = encodeAwareness(each.entries).subarray(1)
        applyAwarenessUpdate(this.awareness, bytes.slice(lengthBytes(bytes)), 'server')
      }
    }
  }
}

/** How many bytes the length in front takes. */
function lengthBytes(bytes: Uint8Array): number {
  let count = 1
  while (bytes[count - 1]! > 127) count++
  return count
}
