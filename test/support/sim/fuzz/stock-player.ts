import * as Y from 'yjs'
import {
  decodeYMessages,
  encodeSyncStep1,
  encodeSyncStep2,
  encodeSyncUpdate,
} from '../../../../server/src/dialect/y-message.ts'
import { hostileEdit } from '../../hostile-edit.ts'
import { RawAuthor } from '../../raw-author.ts'
import type { SimLink } from '../sim-link.ts'
import type { SimWorld } from '../sim-world.ts'

/** A stock Yjs provider that knows nothing of canvases, in the hands of somebody who writes what should not be. */
export class StockPlayer {
  readonly author: RawAuthor
  link: SimLink | undefined
  private isSynced = false
  private readonly world: SimWorld
  private readonly roomName: string

  constructor(world: SimWorld, roomName: string) {
    this.world = world
    this.roomName = roomName
    this.author = new RawAuthor(1 + world.random.below(2 ** 31))
    this.open()
  }

  get doc(): Y.Doc {
    return this.author.doc
  }

  /** Writes something wrong, and sends it. */
  act(): void {
    hostileEdit(this.author, this.world.random)
    this.send()
  }

  close(): void {
    const { link } = this
    this.link = undefined
    link?.close()
  }

  private send(): void {
    const updates = this.author.take()
    // Before the handshake it all goes with the answer to the server's step 1.
    if (this.isSynced) for (const update of updates) this.link?.send(copyOf(encodeSyncUpdate(update)))
  }

  private open(): void {
    const link = this.world.server.acceptStock(this.roomName)
    this.link = link
    this.isSynced = false
    link.onopen = () => link.send(copyOf(encodeSyncStep1(Y.encodeStateVector(this.doc))))
    link.onmessage = ({ data }) => this.receive(new Uint8Array(data as ArrayBuffer))
    link.onclose = () => {
      if (this.link === link)
        this.world.clock.after(100 + this.world.random.below(2_000), () => this.reopen(link))
    }
  }

  private reopen(lost: SimLink): void {
    if (this.link === lost) this.open()
  }

  private receive(bytes: Uint8Array): void {
    for (const message of decodeYMessages(bytes) ?? [])
      if (message.is === 'update') this.author.receive(message.update)
      else if (message.is === 'sync-step-1') {
        this.isSynced = true
        this.author.take()
        this.link?.send(copyOf(encodeSyncStep2(Y.encodeStateAsUpdate(this.doc, message.stateVector))))
      }
  }
}

function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return bytes.slice()
}
