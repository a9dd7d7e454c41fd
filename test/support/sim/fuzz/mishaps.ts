import type { FuzzWorld } from './fuzz-world.ts'
import { assertKept } from './own-writes.ts'
import type { Player } from './player.ts'

/** Lets something go wrong, now and then. @returns what it was. */
export async function mishap(fuzz: FuzzWorld): Promise<string | undefined> {
  const { world, players, weather } = fuzz
  const { random, store } = world
  const dice = random.next() / weather
  const player = random.pick(players)!
  const { link } = player.client
  if (dice < 0.05) {
    link?.cut()
    return `cut ${player.name}`
  }
  if (dice < 0.09) {
    if (link?.stalled) link.resume()
    else if (link) link.stalled = true
    return `stalled ${player.name} ${link?.stalled}`
  }
  if (dice < 0.12) {
    store.failing = !store.failing
    return `disk ${store.failing ? 'fails' : 'works'}`
  }
  if (dice < 0.14) {
    store.latencyMs = 1 + random.below(200)
    return `disk takes ${store.latencyMs} ms`
  }
  if (dice < 0.16) {
    await killServer(fuzz)
    return 'server killed'
  }
  if (dice < 0.19) {
    const isCrash = random.chance(0.5)
    leave(fuzz, player, isCrash)
    player.reopen()
    return `${isCrash ? 'crash' : 'reload'} of ${player.name}`
  }
  if (dice < 0.2) {
    random.pick(fuzz.stock)?.link?.cut()
    return 'cut a stranger'
  }
  if (dice < 0.21 && player.device) {
    player.device.latencyMs = random.below(400)
    return `device of ${player.name} takes ${player.device.latencyMs} ms`
  }
  return undefined
}

/** SIGKILL at any moment: what a client calls saved must be on disk. */
async function killServer(fuzz: FuzzWorld): Promise<void> {
  const { world, players, roomName } = fuzz
  fuzz.kills++
  fuzz.reports.push(...world.server.reports)
  const saved = players
    .filter(({ room: { sync }, wasFree }) => sync.state === 'saved' && wasFree)
    .map(({ writes }) => writes.promise())
  world.killServer()
  const disk = await world.stored(roomName)
  for (const promised of saved) assertKept(promised, disk, 'is saved')
}

/** The page goes, by a crash or in peace. What was safe by then must come out in the end. */
function leave({ promised }: FuzzWorld, { room, client, wasFree, writes }: Player, isCrash: boolean): void {
  if (wasFree && room.sync.atRisk === 0) promised.push(writes.promise())
  if (isCrash) client.crash()
  room.close()
}
