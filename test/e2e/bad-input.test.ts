import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import * as Y from 'yjs'
import { connect, type Room } from '../../client-sdk/dist/index.js'
import { closeCodes, type CloseName } from '../../client-sdk/dist/protocol/close-codes.js'
import { encodeCursor } from '../../client-sdk/dist/protocol/cursor.js'
import { decodeDown, type DownFrame } from '../../client-sdk/dist/protocol/down.js'
import { encodeEvent } from '../../client-sdk/dist/protocol/event.js'
import { FrameType } from '../../client-sdk/dist/protocol/frame-type.js'
import { encodeHello } from '../../client-sdk/dist/protocol/hello.js'
import { limits } from '../../client-sdk/dist/protocol/limits.js'
import { encodeUpdate } from '../../client-sdk/dist/protocol/update.js'
import { subprotocol } from '../../client-sdk/dist/protocol/version.js'
import { CoplaneProcess } from '../support/coplane-process.ts'
import { until } from '../support/until.ts'

let server: CoplaneProcess
/** Somebody well-behaved in the same room, who must notice nothing. */
let neighbour: Room
let edits = 0

beforeAll(async () => {
  server = await CoplaneProcess.start({ COPLANE_STORE: 'memory' })
})
afterAll(() => server.stop())

beforeEach(async () => {
  neighbour = await connect(server.room('r'))
})

afterEach(async () => {
  expect(neighbour.status).toBe('connected')
  expect(neighbour.stats().gaps).toBe(0)
  neighbour.meta.set('edits', ++edits)
  await until('the neighbour is saved', () => neighbour.sync.state === 'saved')
  const reader = await connect(server.room('r'))
  expect(reader.meta.get('edits')).toBe(edits)
  reader.close()
  neighbour.close()
  expect(server.process.output).not.toMatch(/"level":(50|60)/)
})

function hello(session = 1): Uint8Array {
  return encodeHello({
    role: 'editor',
    clientId: 77,
    epoch: 0,
    eventSeq: 0,
    session: new Uint8Array(16).fill(session),
    stateVector: new Uint8Array(1),
    profile: new Uint8Array(0),
  })
}

/** A raw native socket. */
class RawClient {
  readonly socket: WebSocket
  readonly frames: DownFrame[] = []
  readonly closed: Promise<{ code: number; reason: string }>

  constructor(url: string, protocols: string | string[] = subprotocol) {
    this.socket = new WebSocket(url, protocols)
    this.socket.binaryType = 'arraybuffer'
    this.socket.on('message', (data: ArrayBuffer) => {
      const frame = decodeDown(new Uint8Array(data))
      if (frame) this.frames.push(frame)
    })
    this.closed = new Promise((resolve, reject) => {
      this.socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() }))
      this.socket.on('error', reject)
    })
  }

  async join(): Promise<this> {
    await new Promise((resolve) => this.socket.on('open', resolve))
    this.socket.send(hello())
    await until('welcome', () => this.frames.some(({ type }) => type === FrameType.welcome))
    return this
  }

  send(data: Uint8Array | string): void {
    this.socket.send(data)
  }
}

async function expectClose(client: RawClient, name: CloseName): Promise<void> {
  const { code, reason } = await client.closed
  expect({ code, reason: reason.split(':')[0] }).toEqual({ code: closeCodes[name].code, reason: name })
}

describe('[BI1] each bad frame after welcome ends its socket with the documented code', () => {
  const update = Y.encodeStateAsUpdate(new Y.Doc())
  const rows: [string, Uint8Array | string, CloseName][] = [
    ['an empty frame', new Uint8Array(0), 'bad-frame'],
    ['an unknown type', Uint8Array.of(0x7f, 1, 2, 3), 'bad-frame'],
    ['a frame that only servers send', Uint8Array.of(FrameType.tick, 0, 0, 0), 'bad-frame'],
    ['a truncated update', encodeUpdate(1, update).subarray(0, 7), 'bad-frame'],
    ['an update with a trailing byte', Uint8Array.of(...encodeUpdate(1, update), 0), 'bad-frame'],
    [
      'an update whose length lies',
      Uint8Array.of(FrameType.update, 1, 0, 0, 0, 255, 255, 255, 255, 0),
      'bad-frame',
    ],
    ['a text frame', 'hello', 'bad-frame'],
    ['a second hello', hello(), 'bad-frame'],
    ['a cursor of an unknown kind', Uint8Array.of(FrameType.cursor, 9), 'bad-frame'],
    ['an event without a key', encodeEvent(1, new Uint8Array(0), new Uint8Array(1)), 'bad-frame'],
    [
      'a Yjs update that is noise',
      encodeUpdate(
        1,
        Uint8Array.from({ length: 64 }, (_, i) => (i * 37) % 256),
      ),
      'bad-update',
    ],
    ['a Yjs update that is cut', encodeUpdate(1, realUpdate().subarray(0, 20)), 'bad-update'],
    ['a frame above the limit', new Uint8Array(limits.maxFrameBytes + 1), 'too-large'],
  ]
  test.each(rows)('%s', async (_, frame, name) => {
    const client = await new RawClient(server.room('r')).join()
    client.send(frame)
    await expectClose(client, name)
  })

  test('a frame above what the transport takes is cut by it (1006 or 1009)', async () => {
    const client = await new RawClient(server.room('r')).join()
    client.send(new Uint8Array(limits.transportFrameBytes + 1))
    expect([1006, 1009]).toContain((await client.closed).code)
  })
})

describe('[BI2] before welcome', () => {
  test('anything but hello is bad-frame', async () => {
    const client = new RawClient(server.room('r'))
    client.socket.on('open', () => client.send(encodeCursor(undefined)))
    await expectClose(client, 'bad-frame')
  })

  test('a hello whose state vector does not decode is bad-frame', async () => {
    const client = new RawClient(server.room('r'))
    const stateVector = Uint8Array.of(200, 200, 200)
    const frame = encodeHello({
      role: 'editor',
      clientId: 1,
      epoch: 0,
      eventSeq: 0,
      session: new Uint8Array(16),
      stateVector,
      profile: new Uint8Array(0),
    })
    client.socket.on('open', () => client.send(frame))
    await expectClose(client, 'bad-frame')
  })

  test('no hello at all is hello-timeout', async () => {
    await expectClose(new RawClient(server.room('r')), 'hello-timeout')
  }, 20_000)
})

describe('[BI3] the wrong subprotocol gets a code that a browser can read', () => {
  test.each([['coplane.v999'], ['graphql-ws']])('%s', async (protocol) => {
    const client = new RawClient(server.room('r'), protocol)
    await expectClose(client, 'bad-protocol')
  })

  test('none at all', async () => {
    await expectClose(new RawClient(server.room('r'), []), 'bad-protocol')
  })

  test('ours among others is taken', async () => {
    const client = await new RawClient(server.room('r'), ['coplane.v999', subprotocol]).join()
    expect(client.socket.protocol).toBe(subprotocol)
    client.socket.close()
  })
})

describe('[BI4] room names', () => {
  const base = (): string => `ws://127.0.0.1:${server.port}/v1/rooms/`
  test.each([
    ['nothing', ''],
    ['513 bytes', 'x'.repeat(513)],
    ['1 KB of unicode', encodeURIComponent('画'.repeat(341))],
    ['a stray percent sign', '%zz'],
    ['bytes that are not UTF-8', '%ff%fe'],
    ['a control character', 'a%00b'],
  ])('%s is bad-room', async (_, path) => {
    await expectClose(new RawClient(base() + path), 'bad-room')
  })

  test('the SDK reports it as closed for good', async () => {
    await expect(connect(base() + 'x'.repeat(600))).rejects.toMatchObject({
      code: 4404,
      closeName: 'bad-room',
    })
  })
})

describe('[BI5] what keeps the socket', () => {
  test('an event above its limit is refused by an error frame, the next one is published', async () => {
    await expect(neighbour.events.send('big', 'x'.repeat(limits.maxEventBytes))).rejects.toThrow(
      /65536 bytes/,
    )
    expect((await neighbour.events.send('small', 1)).seq).toBeGreaterThan(0)
  })

  test('the same session on a second socket replaces the first', async () => {
    const first = await new RawClient(server.room('r')).join()
    const second = await new RawClient(server.room('r')).join()
    await expectClose(first, 'replaced')
    second.socket.close()
  })
})

function realUpdate(): Uint8Array {
  const doc = new Y.Doc()
  for (let index = 0; index < 5; index++) doc.getMap('nodes').set(`n${index}`, new Y.Map([['t', 'service']]))
  return Y.encodeStateAsUpdate(doc)
}
