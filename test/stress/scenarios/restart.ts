import { temporaryDirectory } from '../../support/coplane-process.ts'
import { agree } from '../agreement.ts'
import { Owner } from '../members/owner.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const writers = 6
const restarts = 3

export const restart: Scenario = {
  id: 'STR11',
  sentence:
    'a server that is killed and started again on its directory has what was called saved; its members come back, send the rest, and are told that events may be gone',
  timeoutMs: 60_000,
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const data = temporaryDirectory()
    stage.defer(() => data.remove())
    const settings = { COPLANE_DATA_DIR: data.path }
    let server = await stage.startServer(settings)
    const proxy = await stage.proxy(server)
    const owners = await Promise.all(
      Array.from(
        { length: writers },
        async (_, index) => new Owner(await stage.sdk(room, proxy), `w${index}`, stage.random),
      ),
    )
    for (let round = 1; round <= restarts; round++) {
      for (let turn = 0; turn < 40; turn++) {
        for (const owner of owners) owner.act()
        await stage.anyMoment(12)
      }
      stage.tally.count('kill')
      proxy.target = undefined
      await server.kill()
      await stage.until('everybody noticed', () => owners.every(({ member }) => !member.isLive))
      const saved = owners.map((owner) => owner.saved)
      server = await stage.startServer(settings)
      const reader = await stage.raw(room, server)
      for (const [index, owner] of owners.entries())
        stage.check(
          owner.momentOf(reader.doc, saved[index]!) !== undefined,
          `what writer ${index} was told to be saved (${saved[index]} edits) is there after kill ${round}`,
        )
      proxy.target = server.port
      await stage.until('everybody is back and saved', () => {
        for (const { member } of owners) member.goOnline()
        return owners.every(({ member }) => member.isSaved)
      })
      for (const { member } of owners)
        stage.same([member.recovered, member.missed], [0, round], 'recovered, told of a gap')
    }
    const doc = await agree(
      stage,
      room,
      owners.map(({ member }, index) => ({ whose: `writer ${index}`, doc: member.room.doc })),
      server,
    )
    for (const owner of owners) {
      stage.held.edits += owner.edits
      stage.check(owner.isCounted, 'every edit is either saved or not')
      stage.check(owner.momentOf(doc, owner.edits) === owner.edits, 'every edit is there in the end')
    }
  },
}
