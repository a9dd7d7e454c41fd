import { FrameType } from '@coplane/client/protocol/frame-type'
import { agree } from '../agreement.ts'
import { Owner } from '../members/owner.ts'
import type { RawMember } from '../members/raw-member.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const writers = 5
const joiners = 40

export const joinsAmongWriters: Scenario = {
  id: 'STR16',
  sentence:
    'whoever joins while others write has the same in the end: no update lost or doubled between the sync and the ticks',
  timeoutMs: 40_000,
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const owners = await Promise.all(
      Array.from(
        { length: writers },
        async (_, index) => new Owner(await stage.sdk(room), `w${index}`, stage.random),
      ),
    )
    const joined: RawMember[] = []
    const proxy = await stage.proxy()
    for (let joiner = 0; joiner < joiners; joiner++) {
      // Some come over a thin line, so that many ticks pass while their sync is under way.
      proxy.onLink = (link) => {
        if (stage.random.chance(0.3)) link.down.throttle(40_000)
      }
      joined.push(stage.openRaw(room, proxy, { clientId: 100 + joiner }))
      for (let turn = 0; turn < 4; turn++) {
        for (const owner of owners) owner.act()
        await stage.anyMoment(8)
      }
    }
    proxy.healAll()
    for (const owner of owners) {
      stage.held.edits += owner.edits
      await stage.until('a writer is saved', () => owner.member.isSaved)
    }
    await stage.until('all joiners are in', () => joined.every(({ isSynced }) => isSynced))
    await agree(stage, room, [
      ...joined.map(({ doc }, index) => ({ whose: `joiner ${index}`, doc })),
      ...owners.map(({ member }, index) => ({ whose: `writer ${index}`, doc: member.room.doc })),
    ])
    for (const [index, member] of joined.entries()) {
      let seq: number | undefined
      for (const frame of member.frames)
        if (frame.type === FrameType.sync && frame.last) seq = frame.seq
        else if (frame.type === FrameType.tick && seq !== undefined)
          stage.same(frame.seq, ++seq, `the next tick of joiner ${index}`)
    }
  },
}
