import type { Admitted } from '../room/access.ts'
import type { Opener } from '../room/connection.ts'
import type { Audience } from '../room/audience.ts'
import type { Channel, Socket } from '../room/ports.ts'
import type { Dialect, Room } from '../room/room.ts'
import type { Rooms } from '../room/rooms.ts'
import { NativeAudience } from './native-audience.ts'
import { NativeConnection } from './native-connection.ts'

/** The dialect of our own SDK, `coplane.v3` (PROTOCOL.md). */
export class NativeDialect implements Dialect {
  private readonly rooms: Rooms
  private readonly channel: Channel
  private readonly helloTimeoutMs: number

  constructor(rooms: Rooms, channel: Channel, helloTimeoutMs: number) {
    this.rooms = rooms
    this.channel = channel
    this.helloTimeoutMs = helloTimeoutMs
  }

  createAudience(room: Room): Audience {
    return new NativeAudience(room, this.channel, this.rooms.counters)
  }

  readonly open: Opener = (socket: Socket, room: string, admitted: Admitted) =>
    new NativeConnection(socket, room, admitted, this, this.rooms, this.helloTimeoutMs)
}
