import { DriverSession, type SessionWatcher } from '../../../loadtest/driver/driver-session.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const members = 1_000
/**
 * Told one by one to everybody who is already there, a thousand joins are half a million messages. A large room tells of
 * them every 100 ms at most, to half of them on average; while it is small, a few more often.
 */
const mostDeliveries = (seconds: number): number => (members / 2) * (seconds * 16 + 10)

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
    const startMs = performance.now()
    // One each millisecond, as far as the machine keeps up.
    await stage.until('all have come', () => {
      const due = Math.min(members, performance.now() - startMs)
      while (crowd.sessions.length < due) crowd.add(stage, room)
      return crowd.sessions.length === members
    })
    stage.held.clients += members
    await stage.until('all are in', () => crowd.joinedCount === members, 40_000)
    stage.same(crowd.losses, [], 'connections that were lost')
    await stage.until('the witness knows how many', () => witness.room.others.size === members)
    const deliveries = (await stage.server.metric('coplane_frame_deliveries_total')) - before
    const seconds = (performance.now() - startMs) / 1_000
    const figure = `${deliveries} deliveries to tell of ${members} joins in ${seconds.toFixed(1)} s`
    stage.note(figure)
    stage.check(deliveries < mostDeliveries(seconds), figure)
    crowd.leave()
    await stage.until('all have left', () => witness.room.others.size === 0)
  },
}

class Crowd implements SessionWatcher {
  readonly sessions: DriverSession[] = []
  readonly losses: string[] = []
  joinedCount = 0

  add(stage: Stage, room: string): void {
    const index = this.sessions.length
    const path = `/v1/rooms/${room}`
    this.sessions.push(new DriverSession(index, stage.server.port, path, index + 1, stage.random.next, this))
  }

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
