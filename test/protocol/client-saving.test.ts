import { beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { packValue } from '../../client-sdk/src/packing.ts'
import { RoomClosedError } from '../../client-sdk/src/room-closed-error.ts'
import { Author } from './author.ts'
import { emptyTick, ScriptedServer, missedHistory } from './scripted-server.ts'

let server: ScriptedServer
beforeEach(() => {
  server = new ScriptedServer()
})

async function write(word: string): Promise<void> {
  server.room.doc.getArray('words').push([word])
  await server.clock.pass(100)
}

function wordsIn(updates: readonly Uint8Array[]): string[] {
  const doc = new Y.Doc()
  for (const update of updates) Y.applyUpdate(doc, update)
  return doc.getArray<string>('words').toArray()
}

function event(seq: number, type: string) {
  return { seq, member: 3, body: packValue([type, null]) }
}

describe('what is saved', () => {
  test('[W25] an edit is saved when its tick is durable, neither when sent nor when acked', async () => {
    await server.welcome()
    await write('one')
    expect(server.socket.all('update')).toMatchObject([{ batch: 1 }])
    expect(server.room.sync).toEqual({ state: 'saving', unsaved: 1, pendingOps: 1, durable: 0, atRisk: 1 })
    server.socket.say({ ...emptyTick, seq: 11 }, { type: FrameType.ack, batch: 1, seq: 11, durableSeq: 10 })
    expect(server.room.sync).toEqual({ state: 'saving', unsaved: 1, pendingOps: 0, durable: 0, atRisk: 1 })
    server.socket.say({ ...emptyTick, seq: 12, durableSeq: 11 })
    expect(server.room.sync).toEqual({ state: 'saved', unsaved: 0, pendingOps: 0, durable: 1, atRisk: 0 })
  })

  test('[W25] what is saved stays saved when a later durableSeq is lower', async () => {
    await server.welcome()
    await write('one')
    server.socket.say({ ...emptyTick, seq: 11 }, { type: FrameType.ack, batch: 1, seq: 11, durableSeq: 11 })
    server.socket.say({ ...emptyTick, seq: 12, durableSeq: 10 })
    expect(server.room.sync).toEqual({ state: 'saved', unsaved: 0, pendingOps: 0, durable: 1, atRisk: 0 })
  })

  test('[W24] an ack stands for every batch before', async () => {
    await server.welcome()
    await write('one')
    await write('two')
    await write('three')
    expect(server.socket.all('update').map(({ batch }) => batch)).toEqual([1, 2, 3])
    server.socket.say({ ...emptyTick, seq: 11 }, { type: FrameType.ack, batch: 2, seq: 11, durableSeq: 11 })
    expect(server.room.sync.unsaved).toBe(1)
  })

  test('[W27] on a new socket everything unsaved is sent again, once, after the sync, under a new number', async () => {
    await server.welcome()
    for (const word of ['saved', 'acked', 'sent']) await write(word)
    server.socket.say({ ...emptyTick, seq: 11 }, { type: FrameType.ack, batch: 1, seq: 11, durableSeq: 11 })
    server.socket.say(
      { ...emptyTick, seq: 12, durableSeq: 11 },
      { type: FrameType.ack, batch: 2, seq: 12, durableSeq: 11 },
    )
    const saved = server.socket.all('update')[0]!.update
    await server.reconnect()
    await write('offline')
    expect(server.socket.heard).toEqual([])
    await server.welcome({ seq: 12 })
    const updates = server.socket.all('update')
    expect(updates).toMatchObject([{ batch: 4 }])
    expect(wordsIn([saved, updates[0]!.update])).toEqual(['saved', 'acked', 'sent', 'offline'])
  })

  test('[W27] with nothing unsaved nothing is sent again', async () => {
    await server.welcome()
    await server.reconnect()
    await server.welcome()
    expect(server.socket.all('update')).toEqual([])
  })

  test('[W28] a new epoch is sent all that its server lacks, whoever made it', async () => {
    const other = new Author(1)
    await server.welcome()
    await write('mine')
    const lost = other.write('theirs')
    server.socket.say(
      { ...emptyTick, seq: 11, update: lost },
      { type: FrameType.ack, batch: 1, seq: 11, durableSeq: 11 },
    )
    expect(server.room.sync.unsaved).toBe(0)
    await server.reconnect()
    await server.welcome({ epoch: 6 })
    const [resent] = server.socket.all('update')
    expect(wordsIn([resent!.update]).sort()).toEqual(['mine', 'theirs'])
  })
})

describe('events', () => {
  test('[SD3] one that is sent while the room closes, or after, is told that the room is closed', async () => {
    await server.welcome()
    const before = server.room.events.send('never answered')
    server.room.close()
    await expect(before).rejects.toThrow(RoomClosedError)
    await expect(server.room.events.send('too late')).rejects.toThrow(RoomClosedError)
  })

  test('[W31] an unanswered event is sent again with its key', async () => {
    await server.welcome()
    const sent = server.room.events.send('deploy', null, { idempotencyKey: 'k-1' })
    const [first] = server.socket.all('event')
    await server.reconnect()
    await server.welcome()
    expect(server.socket.all('event')).toEqual([first])
    server.socket.say({ type: FrameType.eventAck, ref: first!.ref, seq: 43 })
    expect(await sent).toEqual({ seq: 43 })
  })

  test('[W30] an event that is refused rejects its promise, and is told with the reason', async () => {
    const rejects: unknown[] = []
    server.room.onReject((reject) => rejects.push(reject))
    await server.welcome()
    const sent = server.room.events.send('deploy')
    const { ref } = server.socket.all('event')[0]!
    const refused = FrameType.event
    server.socket.say({
      type: FrameType.error,
      reason: 'forbidden',
      refused,
      ref,
      subject: '',
      message: 'no',
    })
    await expect(sent).rejects.toThrow('no')
    expect(rejects).toEqual([{ reason: 'forbidden', message: 'no', nodes: [], edges: [] }])
  })

  test('[W32] hello tells the newest event, and what was not recovered is reported', async () => {
    const seen: number[] = []
    let missed = 0
    server.room.events.subscribe(({ seq }) => seen.push(seq))
    server.room.events.onMissed(() => missed++)
    await server.welcome()
    server.socket.say({ ...emptyTick, events: [event(1, 'a'), event(2, 'b')] })
    await server.reconnect()
    await server.welcome({ seq: 11, eventsRecovered: true, eventSeq: 3 })
    expect(server.socket.all('hello')).toMatchObject([{ epoch: 5, eventSeq: 2 }])
    server.socket.say({ ...missedHistory, events: [event(3, 'c')] })
    expect(missed).toBe(0)
    await server.reconnect()
    await server.welcome({ epoch: 6, eventSeq: 50 })
    expect(missed).toBe(1)
    server.socket.say({ ...emptyTick, events: [event(51, 'd')] })
    expect(seen).toEqual([1, 2, 3, 51])
  })
})
