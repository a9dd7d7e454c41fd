import { LRUCache } from 'lru-cache'
import type { Counters } from './counters.ts'
import type { DocumentStore } from './document-store.ts'
import { JoinQueue } from './join-queue.ts'
import { LoadQueue } from './load-queue.ts'
import type { Socket } from './ports.ts'
import { Room } from './room.ts'
import type { RoomContext } from './room-context.ts'

/** A room's way through the process: loading → live → idle (cached) → closed. */
type Slot =
  | { readonly state: 'loading'; readonly room: Promise<Room> }
  | { readonly state: 'live'; readonly room: Room }

/** All rooms of the process: loads each once, keeps the idle ones as long as memory allows. */
export class Rooms {
  private readonly slots = new Map<string, Slot>()
  private readonly idle: LRUCache<string, Room>
  private readonly loads = new LoadQueue()
  private nextId = 1
  evictions = 0
  readonly joins: JoinQueue
  private readonly context: RoomContext
  private readonly store: DocumentStore
  private readonly randomEpoch: () => number

  /**
   * @param idleBytes memory for idle rooms, estimated from their encoded size.
   * @param randomEpoch a number from 1 to 2^32 - 1, another one at every call.
   */
  constructor(context: RoomContext, store: DocumentStore, idleBytes: number, randomEpoch: () => number) {
    this.context = context
    this.store = store
    this.randomEpoch = randomEpoch
    this.joins = new JoinQueue(context)
    this.idle = new LRUCache({
      maxSize: idleBytes,
      sizeCalculation: (room) => heapBytesOf(room),
      dispose: (room, _name, reason) => {
        if (reason !== 'evict') return
        this.evictions++
        room.close()
      },
    })
  }

  get counters(): Counters {
    return this.context.counters
  }

  get liveCount(): number {
    return this.slots.size
  }

  get idleCount(): number {
    return this.idle.size
  }

  get idleBytes(): number {
    return this.idle.calculatedSize
  }

  *live(): Generator<Room> {
    for (const slot of this.slots.values()) if (slot.state === 'live') yield slot.room
  }

  /** The room, if it is in memory and not idle. */
  find(name: string): Room | undefined {
    const slot = this.slots.get(name)
    return slot?.state === 'live' ? slot.room : undefined
  }

  /** Calls `entered` with the room, within the call if it is in memory; a socket whose room cannot be had is closed. */
  enter(name: string, socket: Pick<Socket, 'close'>, entered: (room: Room) => void): void {
    if (!this.hasPlace(name)) {
      socket.close('server-full')
      return
    }
    const opened = this.open(name)
    if (!(opened instanceof Promise)) {
      entered(opened)
      return
    }
    opened
      .then(entered, () => socket.close('unavailable', 'the room could not be loaded'))
      .catch((error: unknown) => {
        this.context.report('a join failed', error)
        socket.close('internal')
      })
  }

  /** The room at once if it is in memory, otherwise the one load that all its first visitors share. */
  open(name: string): Room | Promise<Room> {
    const slot = this.slots.get(name)
    if (slot && !isBroken(slot)) return slot.room
    const cached = this.idle.get(name)
    if (cached) {
      this.idle.delete(name)
      this.slots.set(name, { state: 'live', room: cached })
      return cached
    }
    if (slot?.state === 'live') slot.room.close()
    const room = this.load(name, slot !== undefined)
    this.slots.set(name, { state: 'loading', room })
    return room
  }

  /** Whether the room is in memory or may come there. Rooms that nobody is in make way. */
  private hasPlace(name: string): boolean {
    if (this.slots.has(name) || this.idle.has(name)) return true
    const { quotas, counters } = this.context
    while (this.idle.size > 0 && this.slots.size + this.idle.size >= quotas.rooms) this.idle.pop()
    const limit = this.slots.size >= quotas.rooms ? 'rooms' : this.loads.isFull ? 'loads' : undefined
    if (limit) counters.countLimited(limit)
    return limit === undefined
  }

  /** To be called when a member left or a load was for nobody: an idle room goes to the cache once it is on disk. */
  release(room: Room): void {
    const slot = this.slots.get(room.name)
    if (slot?.state !== 'live' || slot.room !== room) return
    this.context.ticker.flushNow(room)
    if (!room.isIdle) return
    this.slots.delete(room.name)
    if (room.isBroken) room.close()
    else this.idle.set(room.name, room)
  }

  /** Called about once a second: keep-alives, lag deadlines, and rooms that became idle when their log was flushed. */
  sweep(now: number): void {
    this.joins.sweep(now)
    for (const room of this.live()) {
      room.sweep(now)
      if (room.roster.size === 0) this.release(room)
    }
  }

  /** Flushes every room that waits, for a drain. */
  flushAll(): void {
    for (const room of this.live()) this.context.ticker.flushNow(room)
  }

  /** @param isAnew whether it was in memory, so that some of it may not be in the store yet. */
  private async load(name: string, isAnew: boolean): Promise<Room> {
    try {
      if (isAnew) await this.context.journal.whenStored()
      const stored = await this.loads.run(() => this.store.load(name))
      const room = new Room(name, this.nextId++, this.randomEpoch(), stored, this.context)
      this.slots.set(name, { state: 'live', room })
      this.context.journal.loaded(room)
      return room
    } catch (error) {
      this.slots.delete(name)
      this.context.report(`room ${JSON.stringify(name)} could not be loaded`, error)
      throw error
    }
  }
}

function isBroken(slot: Slot): boolean {
  return slot.state === 'live' && slot.room.isBroken
}

/** A Y.Doc's heap is about 12 times its encoded size (yjs-dialects: y/hub's constants); never below 16 KiB. Beside it lie the events. */
function heapBytesOf(room: Room): number {
  return Math.max(room.document.encodedBytes * 12, 16 * 1024) + room.events.heapBytes
}
