import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const subscribers = 20
const kicks = 12

export const recoveryStorm: Scenario = {
  id: 'STR9',
  sentence: 'everybody is cut off over and over while events go on: no gap and no duplicate at the end',
  timeoutMs: 45_000,
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const proxy = await stage.proxy()
    const members = await Promise.all(Array.from({ length: subscribers }, () => stage.sdk(room, proxy)))
    const publisher = await stage.sdk(room)
    const sent: Promise<unknown>[] = []
    for (let kick = 0; kick < kicks; kick++) {
      for (let n = 0; n < 20; n++) sent.push(publisher.send('n', sent.length))
      await stage.anyMoment(60)
      for (const link of proxy.links) {
        if (stage.random.chance(0.5)) link.reset()
        else link.down.cutAfter(stage.random.below(200))
      }
      for (let n = 0; n < 20; n++) sent.push(publisher.send('n', sent.length))
      for (const member of members) member.goOnline()
      await stage.until('everybody is back', () => {
        // Those whose cut waits for bytes that have not come yet.
        for (const member of members) member.goOnline()
        return members.every(({ isLive }) => isLive)
      })
    }
    proxy.healAll()
    await stage.settled('every event', sent)
    stage.held.events += sent.length
    await stage.until('everybody has heard', () => {
      // A cut that still waited for bytes came with the last events.
      for (const member of members) member.goOnline()
      return members.every(({ events }) => events.length >= sent.length)
    })
    for (const member of members) {
      stage.same(
        member.events.map(({ payload }) => payload),
        sent.map((_, n) => n),
        'events as heard',
      )
      stage.same(member.missed, 0, 'events told as missed')
      stage.check(member.resumed >= kicks / 2, 'members were cut off')
      stage.same(member.recovered, member.resumed, 'returns with every event')
    }
  },
}
