import { makeMoves } from '../../../loadtest/driver/moves.ts'
import { bundle } from '../../meta/bundle.ts'
import { readText } from '../../meta/repository.ts'
import { drawnReplica } from '../../support/drawn-replica.ts'
import { CountingChannel } from '../tick/fakes.ts'
import { TickRig } from '../tick/tick-rig.ts'

/**
 * What the regression gate counts, as JSON in the last line: nothing here depends on how fast the machine is. Counts and
 * bytes of the wire come out the same every time.
 */
const figures: Record<string, number> = {}

for (const updates of [1, 16, 100]) {
  const rig = await TickRig.open(1_000, makeMoves(1_000, 100, 2, 7), new CountingChannel())
  const { counters, channel, sockets } = rig
  const sends = (): number => sockets.reduce((sum, socket) => sum + socket.sends, 0)
  const before = { encodes: counters.documentEncodes, publishes: channel.publishes, sends: sends() }
  rig.tick(updates)
  figures[`encodes.${updates}`] = counters.documentEncodes - before.encodes
  figures[`publishes.${updates}`] = channel.publishes - before.publishes
  figures[`sends.${updates}`] = sends() - before.sends
  figures[`frameBytes.${updates}`] = channel.newest!.length
}

const gestures = 100
const gesture = drawnReplica()
for (let index = 0; index < gestures; index++) {
  const ids = Array.from({ length: 10 }, (_, each) => `n${(index * 10 + each) % 1_000}`)
  gesture.replica.canvas.batch(() => {
    for (const id of ids) {
      const x = gesture.replica.canvas.nodes.get(id)!.x + 135
      gesture.replica.canvas.nodes.update(id, { x, y: x / 2 })
    }
  })
}
figures['gestureBytes'] = gesture.grown() / gestures

const commits = 10_000
const commit = drawnReplica()
for (let index = 0; index < commits; index++)
  commit.replica.canvas.nodes.update(`n${(index * 7) % 1_000}`, { x: index, y: index })
figures['commitBytes'] = commit.grown() / commits

const core = (await bundle(['index.ts'])).gzippedBytes
figures['bundle.core'] = core
const { exports } = JSON.parse(readText('client-sdk/package.json')) as { exports: Record<string, unknown> }
for (const [, name] of Object.keys(exports).flatMap((each) => [/^\.\/([a-z-]+)$/.exec(each) ?? []])) {
  if (name !== undefined)
    figures[`bundle.${name}`] = (await bundle(['index.ts', `${name}/index.ts`])).gzippedBytes - core
}

process.stdout.write(`COUNTED ${JSON.stringify(figures)}\n`)
