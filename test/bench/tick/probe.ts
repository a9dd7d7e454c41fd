import { median } from '../../../loadtest/driver/median.ts'
import { makeMoves } from '../../../loadtest/driver/moves.ts'
import { CountingChannel, WastefulChannel } from './fakes.ts'
import { allocationsOnly, probePrefix, type TickProbe } from './tick-probe.ts'
import { TickRig } from './tick-rig.ts'

/**
 * What one tick allocates and how long it takes, measured in a process of its own: it needs `--expose-gc`,
 * and a new space so large that nothing is collected while it counts.
 */
const writers = 10
const warmUpTicks = 1_500
const rounds = 21
const ticksPerRound = 40
const updatesPerTick = 16
const perWriter = ((warmUpTicks + rounds * ticksPerRound) * updatesPerTick) / writers + 1
const moves = makeMoves(1000, writers, perWriter, 1)

const rigs = {
  few: await TickRig.open(writers, moves, new CountingChannel()),
  many: await TickRig.open(1000, moves, new CountingChannel()),
  wasteful: await TickRig.open(1000, moves, new WastefulChannel(1000)),
}
const bytes: Record<keyof typeof rigs, number[]> = { few: [], many: [], wasteful: [] }
const names = Object.keys(rigs) as (keyof typeof rigs)[]

// Turn by turn, so that all rigs meet code that is equally compiled.
for (let tick = 0; tick < warmUpTicks; tick++) for (const name of names) await settle(name)
for (let round = 0; round < rounds; round++)
  for (const name of names) bytes[name].push(await allocatedPerTick(name))

const timed: TickProbe['microseconds'] = []
// Who asks for what is allocated only need not wait for the clock.
const clocked = process.argv.includes(allocationsOnly) ? [] : [1, 16, 100]
for (const updates of clocked) timed.push(await timePerTick(updates))

const probe: TickProbe = {
  bytesPerTick: { few: median(bytes.few), many: median(bytes.many), wasteful: median(bytes.wasteful) },
  members: { few: writers, many: 1000 },
  microseconds: timed,
}
process.stdout.write(`${probePrefix}${JSON.stringify(probe)}\n`)

/** One tick; then the journal's promises settle, as they would between two turns of a server's loop. */
async function settle(name: keyof typeof rigs): Promise<void> {
  rigs[name].tick(updatesPerTick)
  await Promise.resolve()
}

async function allocatedPerTick(name: keyof typeof rigs): Promise<number> {
  globalThis.gc!()
  const before = allocated()
  for (let tick = 0; tick < ticksPerRound; tick++) await settle(name)
  return (allocated() - before) / ticksPerRound
}

function allocated(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** Medians over many ticks of a room with 1,000 members who have all written: Yjs remembers every one of them. */
async function timePerTick(updates: number): Promise<TickProbe['microseconds'][number]> {
  const ticks = 400
  const warmUp = 200
  const rig = await TickRig.open(
    1000,
    makeMoves(1000, 1000, Math.ceil(((ticks + warmUp) * updates) / 1000) + 1, 2),
    new CountingChannel(),
  )
  const receive: number[] = []
  const flush: number[] = []
  for (let tick = 0; tick < ticks + warmUp; tick++) {
    const startMs = performance.now()
    rig.receive(updates)
    const receivedMs = performance.now()
    rig.flush()
    const flushedMs = performance.now()
    await Promise.resolve()
    if (tick < warmUp) continue
    receive.push((receivedMs - startMs) * 1000)
    flush.push((flushedMs - receivedMs) * 1000)
  }
  return { updates, receive: median(receive), flush: median(flush) }
}
