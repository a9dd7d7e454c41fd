import { agree } from '../agreement.ts'
import { Owner } from '../members/owner.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const rounds = 10

export const lostAcks: Scenario = {
  id: 'STR12',
  sentence:
    'edits and events that were lost on their way, or whose answers were, are sent again, and are there once',
  timeoutMs: 40_000,
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const proxy = await stage.proxy()
    const owner = new Owner(await stage.sdk(room, proxy), 'w', stage.random)
    const { member } = owner
    const observer = await stage.sdk(room)
    const sent: Promise<{ readonly seq: number }>[] = []
    for (let round = 0; round < rounds; round++) {
      const isAnswerLost = round % 2 === 0
      if (isAnswerLost) proxy.newest.down.blackhole()
      else proxy.newest.up.blackhole()
      for (let deed = 0; deed < 5; deed++) {
        owner.act()
        sent.push(member.send('n', sent.length))
      }
      await stage.until('the server has it, unless it was lost', () => {
        return (
          !isAnswerLost ||
          (observer.events.length === sent.length &&
            owner.momentOf(observer.room.doc, owner.edits) !== undefined)
        )
      })
      stage.check(member.room.sync.unsaved >= 5, 'nothing of it counts as saved without an answer')
      proxy.newest.reset()
      await stage.until('it is back and saved', () => {
        member.goOnline()
        return member.isSaved
      })
      await stage.until('the server has it', () => {
        return owner.momentOf(observer.room.doc, owner.edits) !== undefined
      })
    }
    stage.held.events += sent.length
    stage.held.edits += owner.edits
    const seqs = await stage.settled('every event', sent)
    stage.same(
      seqs.map(({ seq }) => seq),
      sent.map((_, n) => n + 1),
      'the seqs of the answers',
    )
    for (const { events } of [observer, member])
      stage.same(
        events.map(({ payload }) => payload),
        sent.map((_, n) => n),
        'events as heard',
      )
    await agree(stage, room, [
      { whose: 'the author', doc: member.room.doc },
      { whose: 'the observer', doc: observer.room.doc },
    ])
    stage.check(owner.isCounted, 'every edit is counted once')
  },
}
