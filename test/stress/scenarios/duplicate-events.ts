import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const members = 10
const keys = 30

export const duplicateEvents: Scenario = {
  id: 'STR7',
  sentence:
    'the same key is one event with one seq, said twice in a row or by everybody at once, across reconnects too',
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const proxy = await stage.proxy()
    const all = await Promise.all(Array.from({ length: members }, () => stage.sdk(room, proxy)))
    for (let key = 0; key < keys; key++) {
      const options = { idempotencyKey: `key-${key}` }
      const racing = all.map((member, index) => member.send('once', [key, index], options))
      if (stage.random.chance(0.3)) {
        for (const link of proxy.links) if (stage.random.chance(0.3)) link.reset()
        await stage.anyMoment(5)
        for (const member of all) member.goOnline()
      }
      const nudge = (): void => all.forEach((member) => member.goOnline())
      const seqs = await stage.settled('the racing events', racing, nudge)
      const repeated = stage.random.pick(all)!.send('once', [key, 'again'], options)
      seqs.push(...(await stage.settled('the repeated event', [repeated], nudge)))
      stage.same(new Set(seqs.map(({ seq }) => seq)).size, 1, 'seqs of one key')
    }
    stage.held.events += keys * (members + 1)
    await stage.until('everybody has heard', () => all.every(({ events }) => events.length >= keys))
    for (const { events } of all)
      stage.same(
        events.map(({ payload }) => (payload as [number, unknown])[0]),
        Array.from({ length: keys }, (_, key) => key),
        'events as heard',
      )
  },
}
