import { describe, expect, test } from 'vitest'
import { limits } from '@coplane/client/protocol/limits'
import { subprotocol, tokenSubprotocol } from '@coplane/client/protocol/version'
import type { TemplatedApp, WebSocket, WebSocketBehavior } from 'uWebSockets.js'
import { admissionLimits } from '../../server/src/admission/admission-limits.ts'
import { Entrance } from '../../server/src/admission/entrance.ts'
import { TrustedProxies } from '../../server/src/admission/trusted-proxies.ts'
import { anyOrigin } from '../../server/src/admission/origins.ts'
import { parseRoomName } from '../../server/src/net/room-name.ts'
import { Sockets } from '../../server/src/net/sockets.ts'
import type { Connection } from '../../server/src/room/connection.ts'
import { Counters } from '../../server/src/room/counters.ts'
import { openAuthority, type Authority } from '../../server/src/room/access.ts'
import { VirtualClock } from '../support/sim/virtual-clock.ts'

const prefix = '/v1/rooms/'

describe('[W2] the path names the room', () => {
  test.for([
    ['board', 'board'],
    ['a%20b', 'a b'],
    ['team/board', 'team/board'],
    ['team%2Fboard', 'team/board'],
    ['%E2%82%AC', '€'],
    ['x'.repeat(limits.maxRoomNameBytes), 'x'.repeat(limits.maxRoomNameBytes)],
  ])('[W2] %s is the room %s', ([path, name]) => {
    expect(parseRoomName(prefix + path, prefix)).toBe(name)
  })

  test.for([
    ['nothing', ''],
    ['a stray percent sign', '100%'],
    ['what is not UTF-8', '%ff'],
    ['a control character', 'a%00b'],
    ['513 bytes', 'x'.repeat(limits.maxRoomNameBytes + 1)],
    ['513 bytes in 171 characters', '%E2%82%AC'.repeat(171)],
  ])('[W2] %s is no name', ([, path]) => {
    expect(parseRoomName(prefix + path, prefix)).toBeUndefined()
  })
})

/** One socket of a transport that is played by hand, from its upgrade on. */
class HandshakeOf {
  selected: string | undefined
  readonly ends: [code: number, reason: string][] = []
  readonly received: Uint8Array[] = []
  /** What the authority was asked with. */
  readonly tokens: (string | undefined)[] = []
  private data: unknown
  private readonly behavior: WebSocketBehavior<unknown>
  private readonly ws = {
    getUserData: () => this.data,
    end: (code: number, reason: string) => void this.ends.push([code, reason]),
  } as unknown as WebSocket<unknown>

  constructor(room: string, offers: string, headers: Readonly<Record<string, string>> = {}, query?: string) {
    let behavior: WebSocketBehavior<unknown> | undefined
    const app = { ws: (_pattern: string, given: WebSocketBehavior<unknown>) => (behavior = given) }
    const connection: Connection = {
      receive: (message) => void this.received.push(message.slice()),
      drained: () => undefined,
      closed: () => undefined,
      sweep: () => undefined,
      accessChanged: () => undefined,
    }
    const authority: Authority = {
      admit: (token, name) => {
        this.tokens.push(token)
        return openAuthority.admit(token, name)
      },
    }
    const counters = new Counters()
    const report = (_message: string, error: unknown): void => {
      throw error
    }
    const entrance = new Entrance(admissionLimits, new VirtualClock(), counters, report)
    const sockets = new Sockets(authority, entrance, new TrustedProxies(''), anyOrigin, counters, report)
    sockets.serve(app as unknown as TemplatedApp, { prefix, subprotocol, open: () => connection })
    this.behavior = behavior!
    const req = {
      getUrl: () => prefix + room,
      getHeader: (name: string) => (name === 'sec-websocket-protocol' ? offers : (headers[name] ?? '')),
      getQuery: (name: string) => (name === 'token' ? query : undefined),
    }
    const res = {
      getRemoteAddress: () => Uint8Array.of(203, 0, 113, 9).buffer,
      upgrade: (data: unknown, _key: string, selected: string) => {
        this.data = data
        this.selected = selected
      },
    }
    void this.behavior.upgrade?.(res as never, req as never, undefined as never)
    void this.behavior.open?.(this.ws)
  }

  message(bytes: Uint8Array<ArrayBuffer>, isBinary = true): void {
    void this.behavior.message?.(this.ws, bytes.buffer, isBinary)
  }
}

describe('a socket before its first frame is understood', () => {
  test('[W1] of several offers the one that the server speaks is selected', () => {
    const socket = new HandshakeOf('board', `coplane.v0, ${subprotocol},other`)
    expect(socket.selected).toBe(subprotocol)
    expect(socket.ends).toEqual([])
  })

  test.for(['', 'coplane.v0', `${subprotocol}x`])(
    '[W1] the offer "%s" is accepted and closed as bad-protocol',
    (offers) => {
      const socket = new HandshakeOf('board', offers)
      expect(socket.selected).toBe(offers)
      expect(socket.ends).toEqual([[4406, `bad-protocol: offer ${subprotocol}`]])
    },
  )

  test('[W56] a token is taken from the header, else from the offers, else from the query, and never selected', () => {
    const offers = `${tokenSubprotocol}of.the-offers, ${subprotocol}`
    const authorization = 'Bearer of.the_header'
    const all = new HandshakeOf('board', offers, { authorization }, 'of.the.query')
    expect([all.tokens, all.selected]).toEqual([['of.the_header'], subprotocol])
    const two = new HandshakeOf('board', offers, {}, 'of.the.query')
    expect([two.tokens, two.selected]).toEqual([['of.the-offers'], subprotocol])
    expect(new HandshakeOf('board', subprotocol, {}, 'of.the.query').tokens).toEqual(['of.the.query'])
    expect(new HandshakeOf('board', subprotocol, { authorization: 'Basic xyz' }).tokens).toEqual([undefined])
    expect(new HandshakeOf('board', `${tokenSubprotocol}abc`).selected).toBe('')
  })

  test('[W2] a name that no room can have is accepted and closed as bad-room', () => {
    expect(new HandshakeOf('%ff', subprotocol).ends).toEqual([[4404, 'bad-room']])
  })

  test('[W3] a text message is closed as bad-frame', () => {
    const socket = new HandshakeOf('board', subprotocol)
    socket.message(Uint8Array.of(6, 0, 0, 0, 0), false)
    expect(socket.ends).toEqual([[4400, 'bad-frame: frames are binary']])
  })

  test('[W4] a message of maxFrameBytes is taken, one byte more is closed as too-large', () => {
    const socket = new HandshakeOf('board', subprotocol)
    socket.message(new Uint8Array(limits.maxFrameBytes))
    expect(socket.received.map(({ length }) => length)).toEqual([limits.maxFrameBytes])
    socket.message(new Uint8Array(limits.maxFrameBytes + 1))
    expect(socket.ends).toEqual([[4413, 'too-large']])
    expect(limits.transportFrameBytes).toBeGreaterThan(limits.maxFrameBytes)
  })
})
