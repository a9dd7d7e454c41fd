import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const subscribers = 20
const events = 500

export const fanOut: Scenario = {
  id: 'STR1',
  sentence: 'every subscriber gets every event once, in the order of seq',
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const members = await Promise.all(Array.from({ length: subscribers }, () => stage.sdk(room)))
    const publisher = members[stage.random.below(subscribers)]!
    const sent = Array.from({ length: events }, (_, n) => publisher.send('n', n))
    stage.held.events += events
    const seqs = (await Promise.all(sent)).map(({ seq }) => seq)
    await stage.until('everybody has heard', () => members.every((each) => each.events.length >= events))
    const all = Array.from({ length: events }, (_, n) => n)
    stage.same(
      seqs,
      all.map((n) => n + 1),
      'acks name the seqs in order',
    )
    for (const { events: heard } of members) {
      stage.same(
        heard.map(({ seq }) => seq),
        all.map((n) => n + 1),
        'seqs as heard',
      )
      stage.same(
        heard.map(({ payload }) => payload),
        all,
        'payloads as heard',
      )
    }
  },
}
