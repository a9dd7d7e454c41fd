import { decodeTick } from '@coplane/client/protocol/tick'
import { expect, test } from 'vitest'
import * as Y from 'yjs'
import { makeMoves, placementAfter } from '../../loadtest/driver/moves.ts'
import { NodeProcess, typescript } from '../../loadtest/driver/node-process.ts'
import { CountingChannel } from './tick/fakes.ts'
import { probePrefix, type TickProbe } from './tick/tick-probe.ts'
import { TickRig } from './tick/tick-rig.ts'

const writers = 100

test.each([1, 16, 100, 500])(
  '[DESIGN 4] a tick of %i updates encodes once and publishes once to 1,000 members, and sends to nobody but its authors',
  async (updates) => {
    const moves = makeMoves(1000, writers, 5, 7)
    const rig = await TickRig.open(1000, moves, new CountingChannel())
    const { counters, channel, sockets } = rig
    const sends = (): number => sockets.reduce((sum, socket) => sum + socket.sends, 0)
    const before = {
      encodes: counters.documentEncodes,
      publishes: channel.publishes,
      ticks: counters.ticks,
      sends: sends(),
    }

    rig.tick(updates)

    expect(counters.ticks - before.ticks).toBe(1)
    expect(counters.documentEncodes - before.encodes).toBe(1)
    expect(channel.publishes - before.publishes).toBe(1)
    expect(sends() - before.sends).toBe(Math.min(updates, writers))
    // The one frame holds all of the tick's updates.
    const doc = new Y.Doc()
    Y.applyUpdate(doc, moves.seed)
    Y.applyUpdate(doc, decodeTick(channel.newest!)!.update!)
    for (const [writer, { nodeId }] of moves.writers.entries()) {
      const batches = Math.floor(updates / writers) + (writer < updates % writers ? 1 : 0)
      const entry = doc.getMap<Y.Map<unknown>>('nodes').get(nodeId)
      expect(entry?.get('pl')).toEqual(['', ...placementAfter(writer, batches)])
    }
  },
)

test('[DESIGN 4] a tick allocates nothing per member', async () => {
  const flags = [
    '--expose-gc',
    '--min-semi-space-size=128',
    '--max-semi-space-size=128',
    '--single-threaded-gc',
  ]
  const child = new NodeProcess(undefined, [
    ...flags,
    ...typescript(new URL('./tick/probe.ts', import.meta.url)),
  ])
  try {
    const line = await child.line(new RegExp(`^${probePrefix}`), 120_000)
    const { bytesPerTick, members, microseconds } = JSON.parse(line.slice(probePrefix.length)) as TickProbe
    for (const { updates, receive, flush } of microseconds)
      console.log(
        `tick of ${updates} updates, 1,000 members: ${receive.toFixed(0)} µs to receive, ${flush.toFixed(0)} µs to flush`,
      )
    const { few, many, wasteful } = bytesPerTick
    console.log(
      `bytes allocated per tick of 16 updates: ${members.few} members ${few}, ${members.many} members ${many}`,
    )
    const perMember = (bytes: number): number => (bytes - few) / (members.many - members.few)
    // The smallest object takes 16 bytes, a pointer in a list 8.
    expect(perMember(many)).toBeLessThan(4)
    expect(perMember(wasteful)).toBeGreaterThan(8)
  } finally {
    await child.stop(2_000)
  }
})
