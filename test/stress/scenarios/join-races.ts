import type { FaultyLink } from '../fault-proxy/faulty-link.ts'
import type { FaultProxy } from '../fault-proxy/fault-proxy.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

/** Places in the bytes of a join where it is torn down, in each direction. */
const places = 120
const atOnce = 10

/** A join is so many bytes each way: request and HELLO; answer, WELCOME, SYNC, ROSTER. */
interface Extent {
  readonly up: number
  readonly down: number
}

export const joinRaces: Scenario = {
  id: 'STR26',
  sentence:
    'a join that is torn down at any byte of it, in either direction, leaves nobody in the room and the room to the others',
  timeoutMs: 60_000,
  run: async (stage: Stage) => {
    const shared = stage.roomName('shared')
    const witness = await stage.sdk(shared)
    witness.room.batch(() => {
      for (let n = 0; n < 50; n++) witness.room.nodes.create({ id: `n${n}`, type: 'service' })
    })
    const proxy = await stage.proxy()
    const extent = await measure(stage, proxy, shared)
    const fresh: string[] = []
    // Whichever connection comes next: all of a group are torn, each at its own place.
    const faults: ((link: FaultyLink) => void)[] = []
    proxy.onLink = (link) => faults.shift()?.(link)
    for (const direction of ['up', 'down'] as const) {
      const step = Math.max(1, Math.ceil(extent[direction] / places))
      const cuts: number[] = []
      for (let at = stage.random.below(step); at < extent[direction]; at += step) cuts.push(at)
      while (cuts.length > 0)
        await Promise.all(
          cuts.splice(0, atOnce).map((at) => {
            // A room that nobody is in has to be loaded first: one more moment in which a join may end.
            const room = stage.random.chance(0.5) ? shared : stage.roomName('fresh')
            if (room !== shared) fresh.push(room)
            faults.push((link) => link[direction].cutAfter(at))
            return join(stage, proxy, room)
          }),
        )
    }
    // The last byte of HELLO arrives, and with it the end: the room is loaded for nobody.
    for (let n = 0; n < 40; n++) {
      const room = stage.roomName('fresh')
      fresh.push(room)
      faults.push((link) => link.up.cutAfter(extent.up + room.length - shared.length))
      await join(stage, proxy, room)
    }
    await stage.until('the witness is alone', () => witness.room.others.size === 0)
    await stage.until('the server knows of nobody else', async () => {
      return (await stage.server.metric('coplane_members')) === 1
    })
    await stage.until(
      'no room is kept for nobody',
      async () => (await stage.server.metric('coplane_rooms')) === 1,
    )
    stage.check(witness.isLive && witness.resumed === 0, 'the witness noticed nothing')
    const late = await stage.raw(shared)
    await stage.until('whoever comes sees two', () => late.roster?.total === 2)
    stage.same(late.doc.getMap('nodes').size, 50, 'nodes')
    for (let n = 0; n < 5; n++) {
      const alone = await stage.raw(stage.random.pick(fresh)!)
      await stage.until('whoever comes into another room is alone', () => alone.roster?.total === 1)
      alone.terminate()
    }
  },
}

async function measure(stage: Stage, proxy: FaultProxy, room: string): Promise<Extent> {
  const member = await stage.raw(room, proxy)
  await stage.until('the roster is there', () => member.roster !== undefined)
  const { up, down } = proxy.newest
  const extent = { up: up.passedBytes, down: down.passedBytes }
  member.terminate()
  await stage.until('it is gone', () => proxy.links.size === 0)
  return extent
}

/** As far as it comes. */
async function join(stage: Stage, proxy: FaultProxy, room: string): Promise<void> {
  const member = stage.openRaw(room, proxy, { clientId: 1 + stage.random.below(2 ** 31) })
  await stage.until(
    'it is over, or in after all',
    () => member.closed !== undefined || member.roster !== undefined,
  )
  member.terminate()
}
