import { temporaryDirectory } from '../../support/coplane-process.ts'
import { agree } from '../agreement.ts'
import { Owner } from '../members/owner.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const writers = 30
/** Five at a time, 50 ms apart: so few may leave sooner than the spread that is asked for. */
const leastSpreadMs = 150
const deadlineMs = 15_000

export const drainUnderLoad: Scenario = {
  id: 'STR29',
  sentence:
    'SIGTERM under load: exit 0 within the grace, members are sent away and return spread out, and no edit is lost',
  timeoutMs: 60_000,
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const data = temporaryDirectory()
    stage.defer(() => data.remove())
    const settings = {
      COPLANE_DATA_DIR: data.path,
      COPLANE_DRAIN_WAIT_MS: '0',
      COPLANE_DRAIN_SPREAD_MS: '1000',
      COPLANE_DRAIN_DEADLINE_MS: String(deadlineMs),
    }
    const first = await stage.startServer(settings)
    const proxy = await stage.proxy(first)
    const owners = await Promise.all(
      Array.from(
        { length: writers },
        async (_, index) => new Owner(await stage.sdk(room, proxy), `w${index}`, stage.random),
      ),
    )
    const writing = setInterval(() => {
      for (const owner of owners) owner.act()
    }, 15)
    stage.defer(() => clearInterval(writing))
    await stage.until('something is saved', () => owners.every(({ saved }) => saved > 10))

    const leftAt = new Map<Owner, number>()
    const watching = setInterval(() => {
      for (const owner of owners)
        if (!owner.member.isLive && !leftAt.has(owner)) leftAt.set(owner, performance.now())
    }, 5)
    stage.defer(() => clearInterval(watching))
    const startMs = performance.now()
    stage.same(await first.stop(), 0, 'exit code of the drain')
    const tookMs = performance.now() - startMs
    stage.check(tookMs < deadlineMs, 'the drain was over within the grace')
    proxy.target = undefined
    await stage.until('everybody was sent away', () => leftAt.size === writers)
    const times = [...leftAt.values()].sort((a, b) => a - b)
    const spread = times.at(-1)! - times[0]!
    stage.check(spread > leastSpreadMs, `members were sent away over ${Math.round(spread)} ms`)
    const saved = owners.map((owner) => owner.saved)

    const second = await stage.startServer(settings)
    const reader = await stage.raw(room, second)
    for (const [index, owner] of owners.entries())
      stage.check(
        owner.momentOf(reader.doc, saved[index]!) !== undefined,
        `what writer ${index} was told to be saved (${saved[index]} edits) is there`,
      )
    const returns: number[] = []
    proxy.onLink = () => returns.push(performance.now())
    proxy.target = second.port
    clearInterval(writing)
    // In their own time: nobody says that the network is back.
    await stage.until(
      'everybody is back and saved',
      () => owners.every(({ member }) => member.isSaved),
      30_000,
    )
    const back = returns.at(-1)! - returns[0]!
    stage.check(back > 300, `members came back over ${Math.round(back)} ms`)
    stage.note(
      `drained in ${Math.round(tookMs)} ms, left over ${Math.round(spread)}, back over ${Math.round(back)} ms`,
    )
    const doc = await agree(
      stage,
      room,
      owners.map(({ member }, index) => ({ whose: `writer ${index}`, doc: member.room.doc })),
      second,
    )
    for (const owner of owners) {
      stage.held.edits += owner.edits
      stage.check(owner.momentOf(doc, owner.edits) === owner.edits, 'every edit is there in the end')
    }
  },
}
