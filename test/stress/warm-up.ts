import { rest } from './leak-check.ts'
import type { Scenario } from './scenario.ts'
import type { Stage } from './stage.ts'

/** More rooms than the server's smallest cache of idle ones holds, so that it is full before anything is counted. */
const rooms = 100

/** Everything that the scenarios will do, once: what a server sets up on first use is no leak. */
export const warmUp: Scenario = {
  id: 'warm-up',
  sentence: 'the server is warm',
  timeoutMs: 60_000,
  run: async (stage) => {
    for (let room = 0; room < rooms; room += 10)
      await Promise.all(Array.from({ length: 10 }, (_, index) => oneRoom(stage, index === 0)))
    await stage.strike()
    await rest(stage)
  },
}

async function oneRoom(stage: Stage, hasStock: boolean): Promise<void> {
  const name = stage.roomName()
  const [{ room }, raw] = await Promise.all([stage.sdk(name), stage.raw(name)])
  for (let node = 0; node < 20; node++) room.nodes.create({ type: 'service', x: node })
  room.cursor.set([1, 2])
  await room.events.send('warm')
  await stage.until('warm', () => room.sync.unsaved === 0 && raw.events.length === 1)
  if (!hasStock) return
  const { provider } = stage.openStock(name)
  await stage.until('a stock client is warm', () => provider.synced)
  provider.destroy()
}
