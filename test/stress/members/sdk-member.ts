import type { Json, RoomEvent, SendOptions } from '../../../client-sdk/dist/index.js'
import { defaultEnvironment } from '../../../client-sdk/dist/default-environment.js'
import { Room } from '../../../client-sdk/dist/room.js'
import type { RoomOptions } from '../../../client-sdk/dist/room-options.js'

/** The real SDK in a room, with what it was told about events kept. */
export class SdkMember {
  readonly room: Room
  /** In the order in which the application heard of them, each with the epoch it belongs to. */
  readonly events: (RoomEvent & { readonly epoch: number })[] = []
  /** How often it was told that events are gone. */
  missed = 0
  /** How often it came back, and how often with every event. */
  resumed = 0
  recovered = 0
  private readonly online = new Set<() => void>()

  constructor(url: string, options: RoomOptions = {}) {
    const name = decodeURIComponent(new URL(url).pathname.split('/v1/rooms/')[1]!)
    this.room = new Room(url, name, options, {
      ...defaultEnvironment,
      onOnline: (run) => {
        this.online.add(run)
        return () => this.online.delete(run)
      },
    })
    this.room.events.subscribe((event) =>
      this.events.push({ ...event, epoch: this.room.events.position.epoch }),
    )
    this.room.events.onMissed(() => this.missed++)
    this.room.events.onResume(({ recovered }) => {
      this.resumed++
      if (recovered) this.recovered++
    })
  }

  /** Sends an event. Of one that will never be answered, because its scenario failed before, nobody need hear. */
  send(type: string, payload?: Json, options?: SendOptions): Promise<{ readonly seq: number }> {
    const sent = this.room.events.send(type, payload, options)
    sent.catch(() => undefined)
    return sent
  }

  /** What a browser says when the network is back: whoever waits tries again now. */
  goOnline(): void {
    for (const run of this.online) run()
  }

  get isLive(): boolean {
    return this.room.status === 'connected'
  }

  get isSaved(): boolean {
    return this.isLive && this.room.sync.unsaved === 0
  }
}
