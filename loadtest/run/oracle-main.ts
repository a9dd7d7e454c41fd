import { setPriority } from 'node:os'
import { addMemberCounts, type MemberCounts } from './cell-ledger.ts'
import { documentDifference } from './document-difference.ts'
import { OracleMember } from './oracle-member.ts'
import type { OracleAnswer, OracleOrder } from './oracle-message.ts'

/** The oracles' process: obeys its parent, one order at a time, and ends with it. */
let members: OracleMember[] = []
let roomUrl = ''

async function obey(order: OracleOrder): Promise<OracleAnswer> {
  switch (order.ask) {
    case 'join':
      roomUrl = order.url
      members = Array.from({ length: order.clients }, () => new OracleMember(order.url))
      await Promise.all(members.map(({ room }) => room.ready))
      return { is: 'joined' }
    case 'count':
      await Promise.all(members.map((member) => member.barrier()))
      return { is: 'counted', counts: members.map(({ counts }) => counts).reduce(addMemberCounts, none) }
    case 'compare':
      return { is: 'compared', difference: await compare() }
    default:
      return order satisfies never
  }
}

async function compare(): Promise<string | undefined> {
  await Promise.all(members.map((member) => member.barrier()))
  const fresh = new OracleMember(roomUrl)
  await fresh.room.ready
  const difference = members
    .map(({ room }) => documentDifference(room.doc, fresh.room.doc))
    .find((each) => each !== undefined)
  for (const { room } of [...members, fresh]) room.close()
  members = []
  return difference
}

const none: MemberCounts = {
  frames: 0,
  documentTicks: 0,
  eventTicks: 0,
  liveFrames: 0,
  gaps: 0,
  eventGaps: 0,
}

// Whatever the machine has left is for those who are measured.
setPriority(10)
process.on('disconnect', () => process.exit(0))
// A terminal interrupts all processes at once; this one goes when its parent has its figures.
process.on('SIGINT', () => undefined)
let last: Promise<void> = Promise.resolve()
process.on('message', (order: OracleOrder) => {
  last = last
    .then(() => obey(order))
    .catch((error: unknown): OracleAnswer => ({ is: 'failed', message: String(error) }))
    .then((answer) => {
      process.send?.(answer)
    })
})
