import { readdirSync, readlinkSync } from 'node:fs'
import type { Server } from './server.ts'

/** Everything that a server holds while nobody is there. */
export interface Census {
  /** Open sockets of any kind, the listening one included. */
  readonly sockets: number
  /** Every other descriptor: files, pipes, event queues. */
  readonly otherDescriptors: number
  readonly timers: number
  /** After garbage was collected, in bytes. */
  readonly heapBytes: number
}

/** What has to be none at all once everybody has left, by the metric that tells it. */
const goneAtRest = [
  'coplane_client_connections',
  'coplane_rooms',
  'coplane_members',
  'coplane_topic_subscriptions',
  'coplane_slow_consumers',
  'coplane_store_pending_bytes',
] as const

const timerMetric = 'nodejs_active_resources{type="Timeout"}'

/** @returns what is still there that should not be, or undefined when all is quiet. */
export async function unrest(server: Server): Promise<string | undefined> {
  const metrics = await server.metrics()
  const left = goneAtRest
    .map((name) => ({ name, value: metrics.get(name) }))
    .filter(({ value }) => value !== 0)
  return left.length === 0 ? undefined : left.map(({ name, value }) => `${name} ${value}`).join(', ')
}

/** Counts what a server at rest holds. */
export async function takeCensus(server: Server): Promise<Census> {
  const heapBytes = await server.inspector.heapAfterCollection()
  const timers = (await server.metrics()).get(timerMetric) ?? 0
  const folder = `/proc/${server.pid}/fd`
  const targets = readdirSync(folder).flatMap((each) => targetOf(`${folder}/${each}`) ?? [])
  const sockets = targets.filter((target) => target.startsWith('socket:')).length
  return { sockets, otherDescriptors: targets.length - sockets, timers, heapBytes }
}

/** @returns undefined for a descriptor that was closed between two looks. */
function targetOf(link: string): string | undefined {
  try {
    return readlinkSync(link)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
