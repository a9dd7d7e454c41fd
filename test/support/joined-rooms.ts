import { connect, type Profile, type Room } from '../../client-sdk/dist/index.js'

/** The rooms that a test has joined with the built SDK, to be left together when it ends. */
export class JoinedRooms {
  private readonly rooms: Room[] = []

  async join(url: string, profile: Profile = {}): Promise<Room> {
    return this.add(await connect(url, { profile }))
  }

  /** A room that was opened in another way. */
  add(room: Room): Room {
    this.rooms.push(room)
    return room
  }

  closeAll(): void {
    for (const room of this.rooms.splice(0)) room.close()
  }
}
