import { FrameType } from '@coplane/client/protocol/frame-type'
import { encodePing } from '@coplane/client/protocol/ping'
import { encodeReplay } from '@coplane/client/protocol/replay'
import * as Y from 'yjs'
import type { RawMember } from '../members/raw-member.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const rooms = 4
const membersEach = 8
const deeds = 120

export const callOrder: Scenario = {
  id: 'STR4',
  sentence:
    'what is published to a room and what is sent to one member alone arrive in the order in which they were said, in several rooms at once',
  timeoutMs: 30_000,
  run: async (stage: Stage) => {
    const names = Array.from({ length: rooms }, (_, index) => stage.roomName(`r${index}`))
    const members = await Promise.all(
      names.flatMap((name) =>
        Array.from({ length: membersEach }, (_, index) =>
          stage.raw(name, stage.server, { clientId: index + 1 }),
        ),
      ),
    )
    for (const member of members) member.sayEdits(() => stage.held.edits++)
    const asked = members.map(() => ({ pings: 0, events: 0, batches: 0 }))
    for (let deed = 0; deed < deeds; deed++) {
      for (const [index, member] of members.entries()) {
        const counts = asked[index]!
        const kind = stage.random.below(4)
        if (kind === 0) member.say(encodePing(++counts.pings))
        else if (kind === 1)
          member.sayEvent(++counts.events, `${index}:${counts.events}`, Uint8Array.of(index))
        else if (kind === 2) {
          counts.batches++
          member.doc.getMap('meta').set(`m${index}`, counts.batches)
        } else
          member.say(
            encodeReplay(
              1_000 + deed,
              member.welcome!.epoch,
              stage.random.below((member.events.at(-1)?.seq ?? 0) + 1),
            ),
          )
      }
      if (deed % 10 === 9) await stage.anyMoment(10)
    }
    stage.held.events += asked.reduce((sum, { events }) => sum + events, 0)
    await stage.until('everything is answered', () =>
      members.every((member, index) => {
        const { pings, events, batches } = asked[index]!
        return (
          member.all(FrameType.pong).length === pings &&
          member.all(FrameType.eventAck).length === events &&
          (batches === 0 || member.all(FrameType.ack).some(({ batch }) => batch === batches))
        )
      }),
    )
    for (const member of members) checkOrder(stage, member)
  },
}

function checkOrder(stage: Stage, member: RawMember): void {
  let seq = -1
  let eventSeq = member.welcome!.eventSeq
  let [ping, ref, batch] = [0, 0, 0]
  for (const frame of member.frames)
    switch (frame.type) {
      case FrameType.sync:
        if (frame.last) seq = frame.seq
        break
      case FrameType.tick:
        stage.same(frame.seq, ++seq, 'the next tick')
        for (const event of frame.events) stage.same(event.seq, ++eventSeq, 'the next event')
        break
      case FrameType.ack:
        stage.check(frame.seq <= seq, `the ack of tick ${frame.seq} came after tick ${seq}`)
        stage.check(frame.batch >= batch, `batch ${frame.batch} was acked after ${batch}`)
        batch = frame.batch
        break
      case FrameType.pong:
        stage.same(frame.nonce, ++ping, 'the next pong')
        break
      case FrameType.eventAck:
        stage.same(frame.ref, ++ref, 'the next answer to an event')
        break
      case FrameType.history: {
        stage.check(frame.recovered, 'a replay within the history is recovered')
        const { events } = frame
        for (const [index, event] of events.entries())
          stage.same(event.seq, frame.eventSeq - events.length + 1 + index, 'the next event of a replay')
        break
      }
    }
  stage.check(Y.encodeStateVector(member.doc).length > 1, 'the document holds something')
}
