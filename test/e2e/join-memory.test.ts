import { afterEach, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import * as Y from 'yjs'
import { encodeHello } from '../../client-sdk/dist/protocol/hello.js'
import { decodeSync } from '../../client-sdk/dist/protocol/sync.js'
import { decodeTick } from '../../client-sdk/dist/protocol/tick.js'
import { encodeUpdate } from '../../client-sdk/dist/protocol/update.js'
import { subprotocol } from '../../client-sdk/dist/protocol/version.js'
import { CoplaneProcess } from '../support/coplane-process.ts'
import { until } from '../support/until.ts'

let server: CoplaneProcess
const sockets: WebSocket[] = []

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.close()
  await server.stop()
})

const documentBytes = 1_000_000
const joiners = 150

/** A socket that is or becomes a member, and what it was sent. */
interface Joined {
  readonly socket: WebSocket
  synced: boolean
  syncBytes: number
  biggestTick: number
}

function join(): Joined {
  const socket = new WebSocket(server.room('r'), subprotocol)
  sockets.push(socket)
  const joined: Joined = { socket, synced: false, syncBytes: 0, biggestTick: 0 }
  socket.on('open', () =>
    socket.send(
      encodeHello({
        role: 'editor',
        clientId: 1 + sockets.length,
        epoch: 0,
        eventSeq: 0,
        session: Uint8Array.from({ length: 16 }, () => Math.random() * 256),
        stateVector: Uint8Array.of(0),
        profile: new Uint8Array(0),
      }),
    ),
  )
  socket.on('message', (frame: Buffer) => {
    const sync = decodeSync(frame)
    if (sync) joined.syncBytes += frame.length
    joined.synced ||= sync?.last === true
    if (decodeTick(frame)) joined.biggestTick = Math.max(joined.biggestTick, frame.length)
  })
  return joined
}

/** An update with a note of so many bytes that do not compress. */
function note(id: string, bytes: number): Uint8Array {
  const doc = new Y.Doc()
  doc.getMap('notes').set(
    id,
    Buffer.from(crypto.getRandomValues(new Uint8Array(60_000)))
      .toString('hex')
      .repeat(9)
      .slice(0, bytes),
  )
  return encodeUpdate(1, Y.encodeStateAsUpdate(doc))
}

async function residentBytes(): Promise<number> {
  return (await server.metric('process_resident_memory_bytes')) ?? NaN
}

async function joinOneByOne(count: number): Promise<Joined[]> {
  const all: Joined[] = []
  for (let left = count; left > 0; left--) {
    const joined = join()
    all.push(joined)
    await until('joined', () => joined.synced)
  }
  return all
}

test('[JQ7] of what a member was sent the server keeps nothing, be it a document or a tick of a megabyte', async () => {
  server = await CoplaneProcess.start({ COPLANE_STORE: 'memory' })
  const [writer] = await joinOneByOne(1)
  writer!.socket.send(note('a', documentBytes))
  await until('written', () => writer!.biggestTick > documentBytes)
  await joinOneByOne(5)
  const before = await residentBytes()
  const members = await joinOneByOne(joiners)
  for (const { syncBytes } of members) expect(syncBytes).toBeGreaterThan(documentBytes)
  // A copy for each would be 150 MB.
  const afterJoins = await residentBytes()
  expect(afterJoins - before).toBeLessThan(50e6)

  // The first may share its write with live values; what is published takes another way.
  for (const id of ['b', 'c', 'd']) {
    for (const member of members) member.biggestTick = 0
    writer!.socket.send(note(id, documentBytes))
    await until('everybody has the tick', () =>
      members.every(({ biggestTick }) => biggestTick > documentBytes),
    )
  }
  await until('the server has let go of it', async () => (await residentBytes()) - afterJoins < 80e6)
})
