import { parseArgs } from 'node:util'
import { openRoom, type Room } from '@coplane/client'
import { Deployment } from './deployment.ts'
import { plan } from './plan.ts'

const usage =
  'usage: npm run example:agent -- [--step-ms 1600] [--id name] ws://127.0.0.1:8080/v1/rooms/my-canvas'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'step-ms': { type: 'string', default: '1600' }, id: { type: 'string' } },
})
const [url] = positionals
const stepMs = Number(values['step-ms'])
if (url === undefined || !(stepMs >= 0)) {
  console.error(usage)
  process.exitCode = 1
} else await run(url)

async function run(roomUrl: string): Promise<void> {
  const stopped = new AbortController()
  const room = openRoom(roomUrl, { profile: { name: 'Deploy agent', color: '#7c3aed', kind: 'agent' } })
  let isJoined = false
  const stop = (): void => {
    stopped.abort()
    // A server that cannot be reached is waited for, so without this the agent would wait on.
    if (!isJoined) room.close()
  }
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)

  try {
    say(`joining ${room.name}`)
    await room.ready
    isJoined = true
  } catch (error) {
    if (!stopped.signal.aborted) throw error
    return say('cancelled before it could join')
  }
  say(`joined: ${room.nodes.size} nodes, ${room.others.size} others`)
  room.onReject(({ reason, message }) => say(`refused, ${reason}: ${message}`))
  const stopWatching = room.others.subscribe(({ joined, left }) => {
    for (const member of joined) say(`${room.others.get(member)?.profile.name ?? 'somebody'} came`)
    if (left.size > 0) say(`${left.size} left`)
  })

  const id = values.id ?? `deploy-${Date.now()}`
  const finished = await new Deployment(room, plan, { id, stepMs, say }).run(stopped.signal)
  await saved(room)
  stopWatching()
  room.close()
  say(finished ? 'finished, everything is saved' : 'cancelled, everything is saved')
}

/** Resolves once every edit of ours is on the server's disk. */
function saved(room: Room): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (room.sync.unsaved > 0) return
      stop()
      resolve()
    }
    const stop = room.onStatus(look)
    look()
  })
}

function say(line: string): void {
  console.log(`${new Date().toISOString().slice(11, 19)}  ${line}`)
}
