import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

export const missedEvents: Scenario = {
  id: 'STR8',
  sentence:
    'whoever was cut off gets every event that was missed, without a gap or a duplicate, and the document',
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const proxy = await stage.proxy()
    const away = await stage.sdk(room, proxy)
    const here = await stage.sdk(room)
    let count = 0
    const send = async (events: number): Promise<void> => {
      const sent = Array.from({ length: events }, () => here.send('n', count++))
      stage.held.events += events
      await stage.settled('the events', sent)
    }
    for (let round = 1; round <= 5; round++) {
      await send(stage.random.below(20))
      const { target } = proxy
      proxy.target = undefined
      // Whatever is under way arrives in part, or not at all.
      proxy.newest.down.cutAfter(stage.random.below(100))
      await send(50 + stage.random.below(200))
      here.room.nodes.create({ id: `n${round}`, type: 'service' })
      stage.held.edits++
      await stage.until('it noticed', () => !away.isLive)
      proxy.target = target
      await stage.until('it is back and has everything', () => {
        away.goOnline()
        return away.resumed === round && away.events.length === count && away.room.nodes.has(`n${round}`)
      })
    }
    stage.same(
      away.events.map(({ payload }) => payload),
      Array.from({ length: count }, (_, n) => n),
      'events as heard',
    )
    stage.same([away.recovered, away.missed], [5, 0], 'returns with every event, and events told as missed')
  },
}
