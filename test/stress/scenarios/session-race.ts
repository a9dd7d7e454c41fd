import { temporaryDirectory } from '../../support/coplane-process.ts'
import type { RawMember } from '../members/raw-member.ts'
import type { Scenario } from '../scenario.ts'
import type { Door, Stage } from '../stage.ts'

const sockets = 8
const nodes = 3_000

export const sessionRace: Scenario = {
  id: 'STR14',
  sentence:
    'of connections that resume the same session the last one stays and the others are told; whoever comes while the room is loaded gets all of it',
  timeoutMs: 40_000,
  run: async (stage: Stage) => {
    for (let round = 0; round < 5; round++) await raceFor(stage, stage.roomName(), stage.server, 0)
    const room = stage.roomName('stored')
    const data = temporaryDirectory()
    stage.defer(() => data.remove())
    const settings = { COPLANE_DATA_DIR: data.path }
    const first = await stage.startServer(settings)
    const author = await stage.sdk(room, first)
    author.room.batch(() => {
      for (let n = 0; n < nodes; n++) author.room.nodes.create({ id: `n${n}`, type: 'service', x: n })
    })
    stage.held.edits++
    await stage.until('it is saved', () => author.isSaved)
    author.room.close()
    await first.stop()
    // Nobody has the room in memory: the race is on while it is loaded, and so are strangers.
    const second = await stage.startServer(settings)
    const strangers = Array.from({ length: 20 }, (_, index) =>
      stage.openRaw(room, second, { clientId: 1_000 + index }),
    )
    await raceFor(stage, room, second, nodes)
    await stage.until('all strangers are in', () => strangers.every(({ isSynced }) => isSynced))
    for (const { doc, welcome } of strangers) {
      stage.same(doc.getMap('nodes').size, nodes, 'nodes')
      stage.same(welcome!.epoch, strangers[0]!.welcome!.epoch, 'the one epoch of one load')
    }
  },
}

async function raceFor(stage: Stage, room: string, door: Door, expected: number): Promise<void> {
  const session = Uint8Array.from({ length: 16 }, () => stage.random.below(256))
  const racing = Array.from({ length: sockets }, () => stage.openRaw(room, door, { session }))
  const open = (): RawMember[] => racing.filter(({ closed }) => closed === undefined)
  await stage.until('one is left', () => open().length === 1 && open()[0]!.isSynced)
  const [winner] = open()
  for (const loser of racing)
    if (loser !== winner) stage.same(loser.closed, 'replaced', 'what those who lost were told')
  stage.same(winner!.doc.getMap('nodes').size, expected, 'nodes of the one that is left')
  const other = await stage.raw(room, door, { clientId: 2 })
  other.sayEvent(1, `${other.welcome!.member}`, Uint8Array.of(1))
  await stage.until('the one that is left hears', () => winner!.events.length === 1)
}
