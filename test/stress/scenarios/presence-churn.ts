import { isDeepStrictEqual } from 'node:util'
import { FrameType } from '@coplane/client/protocol/frame-type'
import type { RawMember } from '../members/raw-member.ts'
import type { SdkMember } from '../members/sdk-member.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const steps = 150

export const presenceChurn: Scenario = {
  id: 'STR28',
  sentence:
    'who is here is who has an open socket, at everybody; each is told to come and to leave at most once',
  timeoutMs: 40_000,
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const witness = await stage.raw(room, stage.server, { clientId: 1 })
    const watcher = await stage.sdk(room)
    const here = new Map<string, SdkMember | RawMember>()
    let names = 0
    let clientId = 1_000
    for (let step = 0; step < steps; step++) {
      const name = stage.random.pick([...here.keys()])
      if (name === undefined || stage.random.chance(0.55)) {
        const fresh = `p${names++}`
        // One that speaks by hand has the name in its number only.
        if (stage.random.chance(0.5))
          here.set(fresh, stage.openSdk(room, stage.server, { profile: { name: fresh } }))
        else here.set(fresh, stage.openRaw(room, stage.server, { clientId: clientId++ }))
      } else {
        const leaving = here.get(name)!
        here.delete(name)
        if ('room' in leaving) leaving.room.close()
        else if (stage.random.chance(0.5)) leaving.close()
        else leaving.terminate()
      }
      if (stage.random.chance(0.4)) await stage.anyMoment(10)
    }
    const ids = (): number[] =>
      [...here.values()]
        .map((each) => ('room' in each ? each.room.doc.clientID : each.introduced))
        .sort((one, other) => one - other)
    const seen = (): number[] =>
      [...watcher.room.others.all()]
        .map((other) => other.clientId)
        .filter((id) => id !== 1)
        .sort((one, other) => one - other)
    await stage.until('the watcher sees them all and nobody else', () => ids().join() === seen().join())
    await stage.until('the server counts them', async () => {
      return (await stage.server.metric('coplane_members')) === here.size + 2
    })
    for (const each of here.values())
      if ('room' in each)
        await stage.until('each sees the others', () => each.room.others.size === here.size + 1)
    const expected = new Set([witness.introduced, watcher.room.doc.clientID, ...ids()])
    await stage.until('whoever follows what is told knows who is here', () => {
      return isDeepStrictEqual(new Set([witness.introduced, ...told(stage, witness)]), expected)
    })
  },
}

/** @returns who is here by the ticks alone. @throws Error when somebody is told to come twice. */
function told(stage: Stage, witness: RawMember): Iterable<number> {
  const came = new Set<number>()
  const here = new Map<number, number>()
  for (const tick of witness.all(FrameType.tick))
    for (const entry of tick.roster) {
      // Who came and left between two ticks is told as left, though nobody had heard of it.
      if (entry.op === 'left') here.delete(entry.member)
      else {
        stage.check(!came.has(entry.clientId), 'nobody comes twice')
        came.add(entry.clientId)
        here.set(entry.member, entry.clientId)
      }
    }
  return here.values()
}
