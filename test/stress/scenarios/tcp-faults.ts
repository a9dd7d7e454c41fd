import { agree } from '../agreement.ts'
import type { FaultProxy } from '../fault-proxy/fault-proxy.ts'
import type { FaultyLink } from '../fault-proxy/faulty-link.ts'
import { Owner } from '../members/owner.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const writers = 5

/** What is done to one connection. Those that the other end cannot see are ended at the round's end. */
const faults: readonly ((link: FaultyLink, stage: Stage) => void)[] = [
  (link, { random }) => link.down.cutAfter(1 + random.below(400)),
  (link, { random }) => link.up.cutAfter(1 + random.below(400)),
  (link) => link.up.halfClose(),
  (link) => link.down.halfClose(),
  (link) => link.reset(),
  (link) => link.blackhole(),
  (link) => link.down.pause(),
  (link) => link.up.pause(),
  (link) => link.up.delay(2_000),
  (link) => link.down.delay(2_000),
  // A hundredth of a megabit line.
  (link) => link.down.throttle(1_250),
  (link) => link.up.throttle(1_250),
]

export const tcpFaults: Scenario = {
  id: 'STR23',
  sentence:
    'cut in the middle of frames, half closed, swallowed, reset, held up, slowed: members come back with every edit, and one without a fault notices nothing',
  timeoutMs: 60_000,
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const proxy = await stage.proxy()
    const witness = new Owner(await stage.sdk(room), 'witness', stage.random)
    const owners = await Promise.all(
      Array.from(
        { length: writers },
        async (_, index) => new Owner(await stage.sdk(room, proxy), `w${index}`, stage.random),
      ),
    )
    for (const fault of faults) {
      for (const link of proxy.links) if (stage.random.chance(0.7)) fault(link, stage)
      for (let turn = 0; turn < 15; turn++) {
        for (const owner of [witness, ...owners]) owner.act()
        await stage.anyMoment(10)
      }
      endWhatIsStuck(proxy)
      await stage.until('everybody is back and saved', () => {
        for (const { member } of owners) member.goOnline()
        return owners.every(({ member }) => member.isSaved)
      })
    }
    stage.same(
      [witness.member.resumed, witness.member.room.stats().gaps],
      [0, 0],
      'returns and gaps of the witness',
    )
    const all = [witness, ...owners]
    const doc = await agree(
      stage,
      room,
      all.map(({ member }, index) => ({ whose: `writer ${index}`, doc: member.room.doc })),
    )
    for (const owner of all) {
      stage.held.edits += owner.edits
      stage.check(owner.momentOf(doc, owner.edits) === owner.edits, 'every edit is there in the end')
    }
  },
}

/** Faults that can be taken back are; of the others only a new connection is a cure. */
function endWhatIsStuck(proxy: FaultProxy): void {
  proxy.healAll()
  for (const link of proxy.links) if (link.isStuck) link.abandon()
}
