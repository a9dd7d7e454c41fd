import * as Y from 'yjs'
import { beforeEach, describe, expect, test } from 'vitest'
import { closeCodes, type CloseName } from '@coplane/client/protocol/close-codes'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { packValue } from '../../client-sdk/src/packing.ts'
import { bytesOf, hexOf } from './golden.ts'
import { Author } from './raw-client.ts'
import { emptySync, emptyTick, ScriptedServer } from './scripted-server.ts'

let server: ScriptedServer
beforeEach(() => {
  server = new ScriptedServer()
})

function words(): string[] {
  return server.room.doc.getArray<string>('words').toArray()
}

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

describe('joining', () => {
  test('[W15] the first frame of a socket is hello, and nothing but pings follows until the sync', async () => {
    void server.room.events.send('early')
    server.room.cursor.set([1, 2])
    server.room.setProfile({ name: 'Ada' })
    await write('early')
    server.socket.onopen?.()
    await write('meanwhile')
    expect(server.socket.heard.map(({ type }) => type)).toEqual([FrameType.hello])
    expect(server.socket.all('hello')).toMatchObject([{ clientId: 7, epoch: 0, eventSeq: 0 }])
  })

  test('[W14] a server that says what is no frame is left and asked again', async () => {
    await server.welcome()
    server.socket.sayBytes(bytesOf('84 00'))
    expect(server.socket.closedWith).toBe(1000)
    await server.clock.pass(1_000)
    expect(server.sockets).toHaveLength(2)
  })

  test('[W18] the parts of a sync are applied with the last one, which names the seq', async () => {
    const author = new Author(1)
    const snapshot = Y.convertUpdateFormatV1ToV2(author.write('one'))
    server.socket.onopen?.()
    server.socket.say({ ...emptySync, last: false, encoding: 2, seq: 3, updates: [snapshot] })
    expect(words()).toEqual([])
    server.socket.say({ ...emptySync, seq: 5, updates: [author.write('two'), author.write('three')] })
    expect(words()).toEqual(['one', 'two', 'three'])
    server.socket.say({ ...emptyTick, seq: 6 })
    expect(server.socket.closedWith).toBeUndefined()
  })

  test('[W19] what comes twice counts once', async () => {
    const seen: number[] = []
    server.room.events.subscribe(({ seq }) => seen.push(seq))
    await server.welcome()
    const present = { op: 'present', member: 3, clientId: 9, profile: bytesOf('80') } as const
    server.socket.say(
      { type: FrameType.roster, members: [present], live: [{ member: 3, point: { x: 4, y: 8 } }] },
      { type: FrameType.history, events: [event(1, 'a'), event(2, 'b')] },
      { ...emptyTick, roster: [present], events: [event(2, 'b'), event(3, 'c')] },
    )
    expect(seen).toEqual([1, 2, 3])
    expect([...server.room.others.all()]).toMatchObject([{ member: 3, clientId: 9, cursor: [1, 2] }])
  })
})

describe('ticks', () => {
  test.for([
    ['one too far', 12],
    ['the same again', 10],
  ] as const)('[W22] a tick that is %s ends the socket, and the next hello tells what is here', async ([, seq]) => {
    await server.welcome()
    server.socket.say({ ...emptyTick, seq })
    expect(server.socket.closedWith).toBe(1000)
    await server.clock.pass(1_000)
    server.socket.onopen?.()
    expect(server.socket.all('hello')).toMatchObject([{ epoch: 5 }])
  })

  test('[W23] within a tick members come before cursors, and a cursor of nobody is ignored', async () => {
    await server.welcome()
    server.socket.say({
      ...emptyTick,
      live: [
        { member: 3, point: { x: 4, y: 8 } },
        { member: 4, point: { x: 0, y: 0 } },
      ],
      roster: [
        { op: 'left', member: 3 },
        { op: 'present', member: 3, clientId: 9, profile: bytesOf('80') },
      ],
    })
    expect([...server.room.others.all()]).toMatchObject([{ member: 3, cursor: [1, 2] }])
  })
})

describe('what is saved', () => {
  test('[W25] an edit is saved when its tick is durable, neither when sent nor when acked', async () => {
    await server.welcome()
    await write('one')
    expect(server.socket.all('update')).toMatchObject([{ batch: 1 }])
    expect(server.room.sync).toEqual({ state: 'saving', unsaved: 1 })
    server.socket.say({ ...emptyTick, seq: 11 }, { type: FrameType.ack, batch: 1, seq: 11, durableSeq: 10 })
    expect(server.room.sync).toEqual({ state: 'saving', unsaved: 1 })
    server.socket.say({ ...emptyTick, seq: 12, durableSeq: 11 })
    expect(server.room.sync).toEqual({ state: 'saved', unsaved: 0 })
  })

  test('[W25] what is saved stays saved when a later durableSeq is lower', async () => {
    await server.welcome()
    await write('one')
    server.socket.say({ ...emptyTick, seq: 11 }, { type: FrameType.ack, batch: 1, seq: 11, durableSeq: 11 })
    server.socket.say({ ...emptyTick, seq: 12, durableSeq: 10 })
    expect(server.room.sync).toEqual({ state: 'saved', unsaved: 0 })
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
    server.socket.say({ ...emptyTick, seq: 12, durableSeq: 11 }, { type: FrameType.ack, batch: 2, seq: 12, durableSeq: 11 })
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
    server.socket.say({ ...emptyTick, seq: 11, update: lost }, { type: FrameType.ack, batch: 1, seq: 11, durableSeq: 11 })
    expect(server.room.sync.unsaved).toBe(0)
    await server.reconnect()
    await server.welcome({ epoch: 6 })
    const [resent] = server.socket.all('update')
    expect(wordsIn([resent!.update]).sort()).toEqual(['mine', 'theirs'])
  })
})

describe('events', () => {
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
    server.socket.say({ type: FrameType.history, events: [event(3, 'c')] })
    expect(missed).toBe(0)
    await server.reconnect()
    await server.welcome({ epoch: 6, eventSeq: 50 })
    expect(missed).toBe(1)
    server.socket.say({ ...emptyTick, events: [event(51, 'd')] })
    expect(seen).toEqual([1, 2, 3, 51])
  })
})

describe('live values', () => {
  test('[W33] a cursor that is on the canvas is sent again on a new socket', async () => {
    await server.welcome()
    server.room.cursor.set([102.5, -0.5])
    expect(server.socket.all('cursor')).toEqual([{ type: FrameType.cursor, point: { x: 410, y: -2 } }])
    await server.reconnect()
    await server.welcome()
    expect(server.socket.all('cursor')).toEqual([{ type: FrameType.cursor, point: { x: 410, y: -2 } }])
  })

  test('[W9] a cursor off the plane is sent clamped', async () => {
    await server.welcome()
    server.room.cursor.set([1e12, Number.NaN])
    expect(server.socket.all('cursor')).toMatchObject([{ point: { x: 0x1fffffff, y: 0 } }])
  })
})

describe('slow readers', () => {
  test('[W34] a sync in the middle brings the client up to date and changes nothing else', async () => {
    const author = new Author(1)
    await server.welcome()
    await write('mine')
    const present = { op: 'present', member: 4, clientId: 9, profile: bytesOf('80') } as const
    server.socket.say(
      { ...emptyTick, roster: [{ ...present, member: 3 }] },
      { ...emptySync, seq: 90, updates: [author.write('theirs')] },
      { type: FrameType.roster, members: [present], live: [] },
      { type: FrameType.history, events: [event(1, 'a')] },
      { type: FrameType.ack, batch: 1, seq: 80, durableSeq: 90 },
      { ...emptyTick, seq: 91, durableSeq: 90 },
    )
    await server.clock.pass(100)
    expect(server.socket.closedWith).toBeUndefined()
    expect(server.sockets).toHaveLength(1)
    expect(words().sort()).toEqual(['mine', 'theirs'])
    expect([...server.room.others.all()].map(({ member }) => member)).toEqual([4])
    expect(server.room.events.seq).toBe(1)
    expect(server.room.sync).toEqual({ state: 'saved', unsaved: 0 })
    expect(server.socket.all('update')).toHaveLength(1)
  })
})

describe('the end', () => {
  const names = Object.keys(closeCodes) as CloseName[]

  test.for(names.filter((name) => !closeCodes[name].retry))('[W37] after %s the client does not come back', async (name) => {
    await server.welcome()
    await server.reconnect(closeCodes[name].code)
    expect(server.sockets).toHaveLength(1)
    expect(server.room.status).toBe('closed')
  })

  test.for(names.filter((name) => closeCodes[name].retry))('[W37] after %s the client comes back', async (name) => {
    await server.welcome()
    await server.reconnect(closeCodes[name].code)
    expect(server.sockets.length).toBeGreaterThan(1)
  })

  test('[W37] each failure in a row doubles the longest wait', async () => {
    const waits: number[] = []
    for (let attempt = 0; attempt < 6; attempt++) {
      const before = server.clock.now()
      server.socket.onclose?.({ code: 1006, reason: '' })
      const known = server.sockets.length
      while (server.sockets.length === known) await server.clock.pass(10)
      waits.push(server.clock.now() - before)
    }
    // Half of 500 ms · 2ⁿ, since this environment's chance is always one half.
    expect(waits).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000])
  })

  test('[W36] a client that hears nothing pings, and leaves the socket when no pong comes', async () => {
    await server.welcome()
    await server.clock.pass(9_000)
    const [ping] = server.socket.all('ping')
    expect(ping).toBeDefined()
    expect(server.socket.closedWith).toBeUndefined()
    server.socket.say({ type: FrameType.pong, nonce: ping!.nonce })
    await server.clock.pass(12_000)
    expect(server.sockets).toHaveLength(1)
    await server.clock.pass(30_000)
    expect(server.sockets[0]!.closedWith).toBe(1000)
    expect(server.sockets.length).toBeGreaterThan(1)
  })

  test('[W21] every socket of a session names it alike', async () => {
    await server.welcome()
    await server.reconnect()
    await server.welcome()
    const [first, second] = server.sockets.map((socket) => hexOf(socket.all('hello')[0]!.session))
    expect(first).toBe(second)
  })
})
