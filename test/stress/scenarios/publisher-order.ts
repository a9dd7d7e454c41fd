import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'
import type { SdkMember } from '../members/sdk-member.ts'

const publishers = 5
const listeners = 5
const each = 80

export const publisherOrder: Scenario = {
  id: 'STR3',
  sentence:
    "every publisher's events keep their order at everybody, once each, although publishers and listeners are cut off",
  timeoutMs: 40_000,
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const proxy = await stage.proxy()
    const members = await Promise.all(
      Array.from({ length: publishers + listeners }, () => stage.sdk(room, proxy)),
    )
    const sent: Promise<unknown>[] = []
    for (let n = 0; n < each; n++) {
      for (let publisher = 0; publisher < publishers; publisher++)
        sent.push(members[publisher]!.send('n', [publisher, n]))
      if (n % 8 === 7) {
        for (const link of proxy.links)
          if (stage.random.chance(0.4)) {
            if (stage.random.chance(0.5)) link.up.cutAfter(stage.random.below(120))
            else link.down.cutAfter(stage.random.below(400))
          }
        await stage.anyMoment(40)
        for (const member of members) member.goOnline()
      }
    }
    stage.held.events += sent.length
    await stage.until('everybody is heard and back', () => {
      for (const member of members) member.goOnline()
      return members.every((member) => member.events.length >= sent.length)
    })
    await stage.settled('every event', sent)
    const order = members[0]!.events.map(({ payload }) => payload)
    for (const member of members) {
      for (let publisher = 0; publisher < publishers; publisher++)
        stage.same(
          countsOf(member, publisher),
          Array.from({ length: each }, (_, n) => n),
          `what is heard of publisher ${publisher}`,
        )
      stage.same(
        member.events.map(({ payload }) => payload),
        order,
        'the order of all',
      )
      stage.same(member.missed, 0, 'events told as missed')
    }
    stage.check(stage.tally.of('cut') > 0, 'connections were cut')
  },
}

function countsOf({ events }: SdkMember, publisher: number): number[] {
  return events
    .map(({ payload }) => payload as [number, number])
    .flatMap(([from, n]) => (from === publisher ? n : []))
}
