import { assertConverged, assertEvents, assertHands, assertQuiescent } from './aftermath.ts'
import { FuzzWorld } from './fuzz-world.ts'
import { writeRaw } from './hostile-deed.ts'
import { mishap } from './mishaps.ts'
import { nodeDeeds } from './node-deeds.ts'
import { act, actOrDrag } from './person.ts'

/**
 * Some people do whatever they can on one canvas while things go wrong, and the laws are checked on the way and at the end.
 * To be called in `seededRun`. @throws Error with the list of what was done.
 */
export async function runFuzz(seed: number, steps: number): Promise<void> {
  const fuzz = new FuzzWorld(seed)
  try {
    await play(fuzz, steps)
    await heal(fuzz)
    await assertHands(fuzz)
    await assertConverged(fuzz)
    assertEvents(fuzz)
    await assertQuiescent(fuzz)
  } catch (error) {
    const list = fuzz.list.slice(-listed).join('\n')
    throw new Error(`what was done, the last of it at the end:\n${list}`, { cause: error })
  }
}

async function play(fuzz: FuzzWorld, steps: number): Promise<void> {
  const { world, players, stock } = fuzz
  const { random } = world
  // There is something to meet at from the start.
  const creating = nodeDeeds.filter(({ name }) => name === 'create')
  for (let count = 0; count < 15; count++) {
    const player = random.pick(players)!
    fuzz.note(`${player.name} ${act(player, random, creating)}`)
  }
  for (let step = 0; step < steps; step++) {
    const player = random.pick(players)!
    if (player.isHostile && random.chance(0.5)) fuzz.note(`${player.name} ${writeRaw(player, random)}`)
    else if (random.chance(0.8)) fuzz.note(`${player.name} ${actOrDrag(player, random)}`)
    if (random.chance(0.3)) random.pick(stock)?.act()
    const went = await mishap(fuzz)
    if (went !== undefined) fuzz.note(went)
    const said = fuzz.authority?.meddle(players.slice(1).map(({ name }) => name))
    if (said !== undefined) fuzz.note(said)
    for (const { watch } of players) watch.look()
    await world.clock.pass(random.chance(0.4) ? 0 : random.below(60))
    for (const { watch } of players) watch.look()
  }
}

async function heal({ world, players, stock, authority }: FuzzWorld): Promise<void> {
  authority?.relent()
  for (const { link } of stock) link?.resume()
  for (const { device } of players) if (device) device.latencyMs = 1
  await world.heal()
}

/** Lines of the list that a failure shows; COPLANE_SIM_LIST shows all of it. */
const listed = process.env['COPLANE_SIM_LIST'] ? Infinity : 40
