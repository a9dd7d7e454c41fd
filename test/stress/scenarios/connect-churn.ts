import { connect } from 'node:net'
import { rest } from '../leak-check.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const rounds = 20
const atOnce = 100
const rooms = 40

export const connectChurn: Scenario = {
  id: 'STR25',
  sentence: 'thousands of connections that come and go in every way leave nothing behind',
  timeoutMs: 60_000,
  run: async (stage: Stage) => {
    const names = Array.from({ length: rooms }, () => stage.roomName())
    const accepted = await stage.server.metric('coplane_client_connections_accepted_total')
    for (let round = 0; round < rounds; round++)
      await Promise.all(Array.from({ length: atOnce }, () => comeAndGo(stage, stage.random.pick(names)!)))
    await stage.strike()
    await rest(stage)
    const more = (await stage.server.metric('coplane_client_connections_accepted_total')) - accepted
    stage.check(more > (rounds * atOnce) / 2, 'most of them were WebSockets')
    const late = await stage.raw(names[0]!)
    await stage.until('whoever comes later is alone', () => late.roster?.total === 1)
  },
}

async function comeAndGo(stage: Stage, room: string): Promise<void> {
  const kind = stage.random.below(7)
  if (kind === 0) return knock(stage, '')
  if (kind === 1) return knock(stage, 'GET /v1/rooms/x HTTP/1.1\r\nHost: x\r\nUpgrade: webso')
  if (kind === 2) {
    const { provider } = stage.openStock(room)
    await stage.until('a stock client is in', () => provider.synced)
    provider.destroy()
    return undefined
  }
  const member = stage.openRaw(room, stage.server, { clientId: 1 + stage.random.below(2 ** 31) })
  if (kind === 3) await stage.until('it is open', () => member.isOpen)
  else await stage.until('it is in', () => member.isSynced)
  if (kind === 4) {
    member.sayEdits(() => stage.held.edits++)
    member.doc.getMap('meta').set('k', 1)
  }
  if (kind === 5) member.close()
  else member.terminate()
  return stage.until('it is gone', () => member.closed !== undefined)
}

/** A connection that is no WebSocket yet, or never. */
async function knock(stage: Stage, words: string): Promise<void> {
  stage.held.clients++
  const socket = connect(stage.server.port, '127.0.0.1')
  let isOpen = false
  socket.on('connect', () => {
    isOpen = true
    if (words !== '') socket.write(words)
  })
  // The server may be the first to end it.
  socket.on('error', () => undefined)
  await stage.until('it is open', () => isOpen)
  socket.destroy()
}
