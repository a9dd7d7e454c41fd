import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const authors = 6
const rounds = 60

export const eventAfterState: Scenario = {
  id: 'STR5',
  sentence: 'an event is never heard before the state that its author had written when sending it',
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const members = await Promise.all(Array.from({ length: authors }, () => stage.sdk(room)))
    const early: string[] = []
    for (const [index, { room: own }] of members.entries())
      own.nodes.create({ id: `n${index}`, type: 'service' })
    await stage.until('all nodes are there', () => members.every((each) => each.room.nodes.size === authors))
    for (const { room: own } of members)
      own.events.subscribe(({ payload }) => {
        const [author, x] = payload as [number, number]
        const seen = own.nodes.committed(`n${author}`)?.x ?? -1
        if (seen < x) early.push(`event ${x} of ${author} was heard at ${seen}`)
      })
    const sent: Promise<unknown>[] = []
    for (let x = 1; x <= rounds; x++) {
      for (const [index, member] of members.entries()) {
        member.room.nodes.update(`n${index}`, { x })
        if (stage.random.chance(0.3)) continue
        sent.push(member.send('moved', [index, x]))
      }
      await stage.anyMoment(12)
    }
    stage.held.edits += authors * rounds
    stage.held.events += sent.length
    await stage.settled('every event', sent)
    await stage.until('everybody has heard', () =>
      members.every(({ events }) => events.length === sent.length),
    )
    stage.same(early, [], 'events that came too early')
  },
}
