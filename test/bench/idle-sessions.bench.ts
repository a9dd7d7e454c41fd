import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { describeMachine } from '../../loadtest/driver/machine.ts'
import { residentKiB } from '../../loadtest/driver/process-sample.ts'
import { seededRandom } from '../../loadtest/driver/random.ts'
import { startCoplane } from '../../loadtest/driver/subject.ts'
import { defaultOptions } from './fan-out/options.ts'
import { IdleSession } from './idle/idle-session.ts'

const slices = [1_000, 5_000, 10_000]
const roomMembers = 1_000
const mostKiBPerSession = 20
/** A server that throws away twice a second what it does not need, so that its memory is what it holds. */
const collecting = ['--expose-gc', '--import', 'data:text/javascript,setInterval(gc,500).unref()']

/** The least of some seconds: what a collection has freed is given back to the system a little later. */
async function settledKiB(pid: number): Promise<number> {
  let least = Infinity
  for (let look = 0; look < 20; look++) {
    await sleep(250)
    least = Math.min(least, residentKiB(pid))
  }
  return least
}

test('[DESIGN 9] an idle session takes at most 20 KiB of the server, the first thousand and the ten thousandth', async () => {
  const { pinned } = await describeMachine()
  const server = await startCoplane(defaultOptions.server, pinned?.server, collecting)
  const random = seededRandom(1)
  const sessions: IdleSession[] = []
  try {
    let before = { sessions: 0, kiB: await settledKiB(server.pid) }
    for (const count of slices) {
      while (sessions.length < count) {
        const { length } = sessions
        const room = `/v1/rooms/idle-${Math.floor(length / roomMembers)}`
        sessions.push(new IdleSession(length, server.port, room, random))
        if (length % 10 === 9) await sessions[length]!.joined
      }
      await Promise.all(sessions.map(({ joined }) => joined))
      const now = { sessions: count, kiB: await settledKiB(server.pid) }
      const perSession = (now.kiB - before.kiB) / (now.sessions - before.sessions)
      console.log(
        `${count} idle sessions: ${(now.kiB / 1024).toFixed(0)} MiB, ${perSession.toFixed(1)} KiB for each of the last ${count - before.sessions}`,
      )
      expect(perSession).toBeLessThanOrEqual(mostKiBPerSession)
      before = now
    }
    expect(sessions.flatMap(({ lostBecause }) => lostBecause ?? [])).toEqual([])
  } finally {
    for (const session of sessions) session.close()
    await server.stop()
  }
})
