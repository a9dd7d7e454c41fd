import { agree } from '../agreement.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

/** More than a room remembers (server/src/room/room-limits.ts). */
const tooMany = 1_100

export const forgottenPosition: Scenario = {
  id: 'STR10',
  sentence:
    'a position that the room has forgotten is told as such, nothing of the gap comes, and the member goes on with the whole document',
  timeoutMs: 40_000,
  run: async (stage: Stage) => {
    await beyondTheWindow(stage)
    await anotherEpoch(stage)
  },
}

async function beyondTheWindow(stage: Stage): Promise<void> {
  const room = stage.roomName()
  const proxy = await stage.proxy()
  const away = await stage.sdk(room, proxy)
  const here = await stage.sdk(room)
  await stage.settled('an event', [here.send('before')])
  await stage.until('it is heard', () => away.events.length === 1)
  const { target } = proxy
  proxy.target = undefined
  proxy.newest.reset()
  await stage.until('it noticed', () => !away.isLive)
  const gap = Array.from({ length: tooMany }, (_, n) => here.send('gap', n))
  stage.held.events += tooMany + 2
  await stage.settled('the gap', gap)
  here.room.nodes.create({ id: 'n', type: 'service' })
  proxy.target = target
  await stage.until('it is back', () => {
    away.goOnline()
    return away.isLive
  })
  stage.same([away.resumed, away.recovered, away.missed], [1, 0, 1], 'resumed, recovered, told of a gap')
  await stage.settled('an event', [here.send('after')])
  await stage.until('it is heard', () => away.events.some(({ type }) => type === 'after'))
  stage.same(
    away.events.map(({ type, seq }) => [type, seq]),
    [
      ['before', 1],
      ['after', tooMany + 2],
    ],
    'events as heard',
  )
  await agree(stage, room, [
    { whose: 'the returned one', doc: away.room.doc },
    { whose: 'the other', doc: here.room.doc },
  ])
}

/** The server forgets everything; the members have it all. */
async function anotherEpoch(stage: Stage): Promise<void> {
  const room = stage.roomName()
  const settings = { COPLANE_STORE: 'memory' }
  const first = await stage.startServer(settings)
  const proxy = await stage.proxy(first)
  const members = await Promise.all(Array.from({ length: 5 }, () => stage.sdk(room, proxy)))
  for (const [index, member] of members.entries()) {
    for (let n = 0; n < 20; n++) member.room.nodes.create({ id: `${index}-${n}`, type: 'service' })
    await stage.settled('an event', [member.send('before', index)])
  }
  stage.held.edits += 100
  await stage.until('everybody has everything', () =>
    members.every((each) => each.room.nodes.size === 100 && each.events.length === 5),
  )
  stage.tally.count('kill')
  proxy.target = undefined
  await first.kill()
  const second = await stage.startServer(settings)
  proxy.target = second.port
  await stage.until('everybody is back', () => {
    for (const member of members) member.goOnline()
    return members.every(({ isSaved }) => isSaved)
  })
  for (const member of members)
    stage.same([member.recovered, member.missed], [0, 1], 'recovered, told of a gap')
  const doc = await agree(
    stage,
    room,
    members.map((each, index) => ({ whose: `member ${index}`, doc: each.room.doc })),
    second,
  )
  stage.same(doc.getMap('nodes').size, 100, 'nodes that the new server has')
  await stage.settled('an event', [members[0]!.send('after')])
  await stage.until('it is heard', () => members.every(({ events }) => events.length === 6))
}
