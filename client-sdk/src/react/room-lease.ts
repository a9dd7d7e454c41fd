import { openRoom } from '../open-room.ts'
import type { RoomOptions } from '../room-options.ts'
import type { Room } from '../room.ts'

/**
 * A room that is open as long as somebody uses it. StrictMode lets go of it and takes it again within one turn, when a
 * component mounts and whenever a Suspense shows it again: the room stays open over that, and the others see nothing.
 */
export class RoomLease {
  readonly url: string
  readonly room: Room
  private users = 0
  private isClosed = false

  /** @throws TypeError for a URL that cannot name a room. */
  constructor(url: string, options: RoomOptions | undefined) {
    this.url = url
    this.room = openRoom(url, options)
  }

  /** Whether it can still be taken for a URL. */
  isFor(url: string): boolean {
    return this.url === url && !this.isClosed
  }

  /** @returns how to let go. */
  take(): () => void {
    this.users++
    return () => {
      this.users--
      queueMicrotask(() => {
        if (this.users > 0 || this.isClosed) return
        this.isClosed = true
        this.room.close()
      })
    }
  }
}
