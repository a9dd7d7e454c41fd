import { createServer, type AddressInfo } from 'node:net'
import { seededRandom } from '../driver/random.ts'
import { BadConnection } from './bad-connection.ts'
import { DueWheel } from './due-wheel.ts'
import { parseNetworkOptions, type NetworkOptions } from './network-options.ts'

/**
 * A bad network as a process: `node --import tsx loadtest/bad-network/main.ts '{"target":8080}'` says `listening on
 * <port>` and passes connections on to the target. At SIGTERM it tells as JSON what it did, and ends.
 */
function optionsOrExit(): NetworkOptions {
  try {
    return parseNetworkOptions(process.argv[2] ?? '{}')
  } catch (error) {
    process.stderr.write(`bad network: ${(error as Error).message}\n`)
    process.exit(1)
  }
}

const options = optionsOrExit()
const random = seededRandom(options.seed)
const wheel = new DueWheel(performance.now())
const counts = { connections: 0, stalled: 0, lostSegments: 0, pauses: 0 }
const open = new Set<BadConnection>()

function count(connection: BadConnection): void {
  if (!open.delete(connection)) return
  counts.lostSegments += connection.lostSegments
  counts.pauses += connection.pauses
}

const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
  const connection = new BadConnection(client, options, wheel, random, () => count(connection))
  open.add(connection)
  counts.connections++
  if (connection.isStalling) counts.stalled++
})
server.on('error', (error) => {
  process.stderr.write(`bad network: ${error.message}\n`)
  process.exit(1)
})
// 1,000 clients may connect within a second, and none of them may meet a full queue that no network has.
server.listen({ port: options.port, host: '127.0.0.1', backlog: 4_096 }, () => {
  process.stdout.write(`listening on ${(server.address() as AddressInfo).port}\n`)
})
setInterval(() => wheel.turn(performance.now()), 1)

process.on('SIGTERM', () => {
  for (const connection of open) count(connection)
  const { user, system } = process.cpuUsage()
  const report = { ...counts, cpuSeconds: (user + system) / 1e6 }
  process.stdout.write(`${JSON.stringify(report)}\n`, () => process.exit(0))
})
