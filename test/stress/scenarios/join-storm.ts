import type { DriverSession, SessionWatcher } from '../../../loadtest/driver/driver-session.ts'
import { DriverSession as Session } from '../../../loadtest/driver/driver-session.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const members = 1_000
/** Told one by one to everybody who is already there, a thousand joins are half a million messages. */
const mostDeliveries = 50_000

export const joinStorm: Scenario = {
  id: 'STR31',
  sentence:
    'a thousand members who join within a second are all in, each knows how many they are, and telling them of each other stays cheap',
  timeoutMs: 60_000,
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const witness = await stage.sdk(room)
    const before = await stage.server.metric('coplane_frame_deliveries_total')
    const crowd = new Crowd()
    stage.defer(() => crowd.leave())
    for (let index = 0; index < members; index++) {
      const path = `/v1/rooms/${room}`
      crowd.sessions.push(new Session(index, stage.server.port, path, index + 1, stage.random.next, crowd))
    }
    stage.held.clients += members
    await stage.until('all are in', () => crowd.joinedCount === members, 40_000)
    stage.same(crowd.losses, [], 'connections that were lost')
    await stage.until('the witness knows how many', () => witness.room.others.size === members)
    const deliveries = (await stage.server.metric('coplane_frame_deliveries_total')) - before
    stage.note(`${deliveries} deliveries of presence`)
    stage.check(deliveries < mostDeliveries, `${deliveries} deliveries to tell of ${members} joins`)
    crowd.leave()
    await stage.until('all have left', () => witness.room.others.size === 0)
  },
}

class Crowd implements SessionWatcher {
  readonly sessions: DriverSession[] = []
  readonly losses: string[] = []
  joinedCount = 0

  joined(): void {
    this.joinedCount++
  }

  lost(_: DriverSession, reason: string): void {
    this.losses.push(reason)
  }

  turned(): void {
    // Nothing is due here.
  }

  listed(): void {
    // Only a floor lists updates.
  }

  leave(): void {
    for (const session of this.sessions.splice(0)) session.close()
  }
}
