import type { Admitted } from '../room/access.ts'
import type { Opener } from '../room/connection.ts'
import type { Audience } from '../room/audience.ts'
import type { Channel, Socket } from '../room/ports.ts'
import type { Dialect, Room } from '../room/room.ts'
import type { Rooms } from '../room/rooms.ts'
import { YAudience } from './y-audience.ts'
import { YConnection } from './y-connection.ts'

/** The dialect of stock `y-websocket` providers, at `/yjs/<room>`. */
export class YWebsocketDialect implements Dialect {
  private readonly rooms: Rooms
  private readonly channel: Channel

  constructor(rooms: Rooms, channel: Channel) {
    this.rooms = rooms
    this.channel = channel
  }

  createAudience(room: Room): Audience {
    return new YAudience(room, this.channel, this.rooms.counters)
  }

  readonly open: Opener = (socket: Socket, room: string, admitted: Admitted) =>
    new YConnection(socket, room, admitted, this, this.rooms)
}
