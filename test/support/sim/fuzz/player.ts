import type { Clip } from '../../../../client-sdk/src/canvas/clip.ts'
import type { RoomEvent } from '../../../../client-sdk/src/room-event.ts'
import type { Gesture } from '../../../../client-sdk/src/live/gesture.ts'
import type { Schema } from '../../../../client-sdk/src/model/schema.ts'
import type { Role } from '../../../../client-sdk/src/protocol/role.ts'
import type { Reject } from '../../../../client-sdk/src/reject.ts'
import type { Room } from '../../../../client-sdk/src/room.ts'
import { FaultyOfflineStore } from '../faulty-offline-store.ts'
import type { SimClient, SimWorld } from '../sim-world.ts'
import { OwnWrites } from './own-writes.ts'
import { ReplicaWatch } from './replica-watch.ts'

export interface PlayerOptions {
  readonly role: Role
  readonly isOffline: boolean
  /** Writes into `room.doc` what should not be there. */
  readonly isHostile: boolean
  /** Brings its name as its token. */
  readonly hasToken?: boolean
  readonly schema?: Schema | undefined
}

/** One person at a page, which may be reloaded or lost, with what was seen there. */
export class Player {
  readonly name: string
  readonly role: Role
  readonly isHostile: boolean
  /** What this device keeps of the room, if it does. */
  readonly device: FaultyOfflineStore | undefined
  client: SimClient
  watch: ReplicaWatch
  writes: OwnWrites
  clip: Clip | undefined
  /** Where the page's cursor is. */
  pointer: readonly [x: number, y: number] | undefined
  /** Gestures under way. */
  hands: Gesture[] = []
  /** Events since the last honest "missed". */
  events: RoomEvent[] = []
  rejects: Reject[] = []
  pages = 0
  private readonly world: SimWorld
  private readonly roomName: string
  private readonly schema: Schema | undefined
  private readonly hasToken: boolean

  constructor(
    world: SimWorld,
    roomName: string,
    name: string,
    { role, isOffline, isHostile, schema, hasToken = false }: PlayerOptions,
  ) {
    this.world = world
    this.roomName = roomName
    this.name = name
    this.role = role
    this.isHostile = isHostile
    this.schema = schema
    this.hasToken = hasToken
    this.device = isOffline ? new FaultyOfflineStore(world.clock) : undefined
    this.client = this.openPage()
    this.watch = this.watchPage()
    this.writes = new OwnWrites(this.room.doc)
  }

  /** Whether nothing that this page wrote was refused because of its role: that is taken back, and safe nowhere. */
  get wasFree(): boolean {
    return this.role === 'editor' && this.rejects.every(({ reason }) => reason !== 'forbidden')
  }

  get room(): Room {
    return this.client.room
  }

  /** A new page on the same device; the old one must be gone. */
  reopen(): void {
    this.hands = []
    this.pointer = undefined
    this.client = this.openPage()
    this.watch = this.watchPage()
    this.writes = new OwnWrites(this.room.doc)
  }

  private watchPage(): ReplicaWatch {
    return new ReplicaWatch(this.room, () =>
      this.hands.flatMap(({ state, nodes }) => (state === 'active' ? nodes : [])),
    )
  }

  private openPage(): SimClient {
    const { name, device: offline, schema, hasToken } = this
    // Whoever would edit asks for whatever it may.
    const role = hasToken && this.role === 'editor' ? undefined : this.role
    const client = this.world.join(this.roomName, {
      ...{ profile: { name }, ...(role && { role }) },
      ...(hasToken && { token: () => Promise.resolve(name) }),
      ...(offline && { offline }),
      ...(schema && { schema }),
    })
    const { events, rejects } = { events: [] as RoomEvent[], rejects: [] as Reject[] }
    client.room.events.subscribe((event) => events.push(event))
    client.room.events.onMissed(() => (events.length = 0))
    client.room.onReject((reject) => rejects.push(reject))
    this.events = events
    this.rejects = rejects
    this.pages++
    return client
  }
}
