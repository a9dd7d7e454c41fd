import { beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { closeCodes, type CloseName } from '@coplane/client/protocol/close-codes'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { packValue } from '../../client-sdk/src/packing.ts'
import { Author } from './author.ts'
import { bytesOf, hexOf } from './golden.ts'
import {
  emptyLive,
  emptyRoster,
  emptySync,
  emptyTick,
  missedHistory,
  ScriptedServer,
} from './scripted-server.ts'

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

function event(seq: number, type: string) {
  return { seq, member: 3, body: packValue([type, null]) }
}

describe('joining', () => {
  test('[W15] the first frame of a socket is hello, and nothing but pings follows until the sync', async () => {
    void server.room.events.send('early')
    server.room.cursor.set([1, 2])
    server.room.self.setProfile({ name: 'Ada' })
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
      { ...emptyRoster, members: [present] },
      { ...emptyLive, wide: [{ member: 3, point: { x: 4, y: 8 } }] },
      { ...missedHistory, events: [event(1, 'a'), event(2, 'b')] },
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
  ] as const)(
    '[W22] a tick that is %s ends the socket, and the next hello tells what is here',
    async ([, seq]) => {
      await server.welcome()
      server.socket.say({ ...emptyTick, seq })
      expect(server.socket.closedWith).toBe(1000)
      await server.clock.pass(1_000)
      server.socket.onopen?.()
      expect(server.socket.all('hello')).toMatchObject([{ epoch: 5 }])
    },
  )

  test('[W23] a tick tells of members before their cursors come, and a cursor of nobody is ignored', async () => {
    await server.welcome()
    const cursors = [
      { member: 3, point: { x: 4, y: 8 } },
      { member: 4, point: { x: 0, y: 0 } },
    ]
    const present = { op: 'present', member: 3, clientId: 9, profile: bytesOf('80') } as const
    server.socket.say({ ...emptyTick, roster: [present] }, { ...emptyLive, wide: cursors })
    expect([...server.room.others.all()]).toMatchObject([{ member: 3, cursor: [1, 2] }])
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
      { ...emptyRoster, members: [present] },
      { ...missedHistory, events: [event(1, 'a')] },
      { type: FrameType.ack, batch: 1, seq: 80, durableSeq: 90 },
      { ...emptyTick, seq: 91, durableSeq: 90 },
    )
    await server.clock.pass(100)
    expect(server.socket.closedWith).toBeUndefined()
    expect(server.sockets).toHaveLength(1)
    expect(words().sort()).toEqual(['mine', 'theirs'])
    expect([...server.room.others.all()].map(({ member }) => member)).toEqual([4])
    expect(server.room.events.seq).toBe(1)
    expect(server.room.sync).toEqual({ state: 'saved', unsaved: 0, pendingOps: 0, durable: 1, atRisk: 0 })
    expect(server.socket.all('update')).toHaveLength(1)
  })
})

describe('the end', () => {
  const names = Object.keys(closeCodes) as CloseName[]

  test.for(names.filter((name) => !closeCodes[name].retry))(
    '[W37] after %s the client does not come back',
    async (name) => {
      await server.welcome()
      await server.reconnect(closeCodes[name].code)
      expect(server.sockets).toHaveLength(1)
      expect(server.room.status).toBe('closed')
    },
  )

  test.for(names.filter((name) => closeCodes[name].retry))(
    '[W37] after %s the client comes back',
    async (name) => {
      await server.welcome()
      await server.reconnect(closeCodes[name].code)
      expect(server.sockets.length).toBeGreaterThan(1)
    },
  )

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

  test('[W36] a client that is made to wait for its welcome pings, and stays for as long as it is answered', async () => {
    await server.clock.pass(0)
    server.socket.onopen?.()
    for (let asked = 0; asked < 15; asked++) {
      await server.clock.pass(4_000)
      const ping = server.socket.all('ping').at(-1)
      expect(server.socket.all('ping')).toHaveLength(asked + 1)
      server.socket.say({ type: FrameType.pong, nonce: ping!.nonce })
    }
    expect(server.sockets).toHaveLength(1)
    expect(server.socket.closedWith).toBeUndefined()
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
