import { FrameType } from '@coplane/client/protocol/frame-type'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const publishers = 100
const each = 20

export const concurrentPublishers: Scenario = {
  id: 'STR2',
  sentence:
    'thousands of events published at once: seqs are unique and without a gap, and the order is the same for all',
  timeoutMs: 30_000,
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const members = await Promise.all(
      Array.from({ length: publishers }, (_, index) =>
        stage.raw(room, stage.server, { clientId: index + 1 }),
      ),
    )
    const resyncs = await stage.server.metric('coplane_resyncs_total')
    const total = publishers * each
    for (let n = 0; n < each; n++)
      for (const [index, member] of members.entries())
        member.sayEvent(n, `${index}:${n}`, Uint8Array.of(index, n))
    stage.held.events += total
    await stage.until('everybody has heard', () => members.every(({ events }) => events.length >= total))
    const order = members[0]!.events.map(({ body }) => body.join())
    stage.same(new Set(order).size, total, 'different events')
    const seqs = Array.from({ length: total }, (_, index) => index + 1)
    for (const member of members) {
      stage.same(
        member.events.map(({ seq }) => seq),
        seqs,
        'seqs as heard',
      )
      stage.same(
        member.events.map(({ body }) => body.join()),
        order,
        'the order as heard',
      )
      const acked = member.all(FrameType.eventAck).map(({ seq }) => seq)
      stage.same(acked.length, each, 'answers to each publisher')
      for (const [ref, seq] of acked.entries())
        stage.check(
          order[seq - 1] === `${members.indexOf(member)},${ref}`,
          'an answer names the seq of its event',
        )
    }
    stage.same(await stage.server.metric('coplane_resyncs_total'), resyncs, 'nobody had to be resynced')
  },
}
