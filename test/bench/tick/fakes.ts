import type { Channel, Socket } from '../../../server/dist/room/ports.js'

/** Counts what is published and keeps the newest frame. */
export class CountingChannel implements Channel {
  publishes = 0
  newest: Uint8Array | undefined

  publish(_: string, frame: Uint8Array): number {
    this.publishes++
    this.newest = frame
    return 0
  }
}

/**
 * A channel that does what no channel may: allocates an object per member. Proves that the bench would
 * notice.
 */
export class WastefulChannel extends CountingChannel {
  private readonly kept: { frame: Uint8Array }[] = []
  private readonly members: number

  constructor(members: number) {
    super()
    this.members = members
  }

  override publish(topic: string, frame: Uint8Array): number {
    for (let member = 0; member < this.members; member++) this.kept[member] = { frame }
    return super.publish(topic, frame)
  }
}

/** A socket that only counts. */
export class CountingSocket implements Socket {
  sends = 0

  send(): void {
    this.sends++
  }

  sendAlong(): void {
    this.sends++
  }

  deliver(): void {
    this.sends++
  }

  cork(run: () => void): void {
    run()
  }

  bufferedBytes(): number {
    return 0
  }

  subscribe(): void {}

  unsubscribe(): void {}

  close(name: string): void {
    throw new Error(`the room closed a socket of the bench: ${name}`)
  }
}
