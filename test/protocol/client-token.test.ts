import { closeCodes, type CloseName } from '@coplane/client/protocol/close-codes'
import { describe, expect, test } from 'vitest'
import { RoomClosedError } from '../../client-sdk/src/room-closed-error.ts'
import { ScriptedServer } from './scripted-server.ts'
import { access, opened, passAlive } from './token-script.ts'

/** A provider of tokens t1, t2, …, which fails and hangs when it is told to. */
class Provider {
  asked = 0
  isFailing = false
  isHanging = false

  readonly token = (): Promise<string> => {
    this.asked++
    if (this.isHanging) return new Promise(() => undefined)
    return this.isFailing ? Promise.reject(new Error('no')) : Promise.resolve(`t${this.asked}`)
  }
}

function close(server: ScriptedServer, name: CloseName): void {
  server.socket.onclose?.({ code: closeCodes[name].code, reason: '' })
}

function broughtOn({ socket }: ScriptedServer): string[] {
  return socket.all('auth').map(({ token }) => new TextDecoder().decode(token))
}

describe('the token of an upgrade', () => {
  test('[W56] is a second subprotocol offer behind the one that is spoken; without one there is none', async () => {
    expect((await opened('abc.def')).socket.protocols).toEqual(['coplane.v3', 'coplane.token.abc.def'])
    expect(new ScriptedServer().socket.protocols).toEqual(['coplane.v3'])
  })

  test('[W58] a function is asked anew for every socket', async () => {
    const provider = new Provider()
    const server = await opened(provider.token)
    await server.welcome()
    await server.reconnect(closeCodes.expired.code)
    expect(server.sockets.map(({ protocols }) => protocols[1])).toEqual([
      'coplane.token.t1',
      'coplane.token.t2',
    ])
    await server.welcome()
    expect(server.room.status).toBe('connected')
  })

  test('[CT1] a provider that fails is asked again with backoff, says why, and edits wait for it', async () => {
    const provider = new Provider()
    provider.isFailing = true
    const server = await opened(provider.token)
    server.room.nodes.create({ id: 'n', type: 'service' })
    await server.clock.pass(60_000)
    expect(server.sockets).toHaveLength(0)
    expect(provider.asked).toBeGreaterThan(3)
    expect(provider.asked).toBeLessThan(15)
    expect(server.room.status).toBe('offline')
    expect(server.room.tokenFailure).toEqual(new Error('no'))
    provider.isFailing = false
    while (server.sockets.length === 0) await server.clock.pass(1_000)
    await server.welcome()
    expect(server.room.tokenFailure).toBeUndefined()
    expect(server.socket.all('update')).toHaveLength(1)
  })

  test('[CT1] one that throws or never answers is as one that fails', async () => {
    const throwing = new ScriptedServer({
      token: () => {
        throw new Error('no')
      },
    })
    await throwing.clock.pass(60_000)
    expect(throwing.room.status).toBe('offline')
    const provider = new Provider()
    provider.isHanging = true
    const server = await opened(provider.token)
    await server.clock.pass(60_000)
    expect(provider.asked).toBeGreaterThan(2)
    provider.isHanging = false
    await server.clock.pass(60_000)
    await server.welcome()
    expect(server.room.status).toBe('connected')
  })

  test('[CT2] an answer that comes after the room was closed, or another socket was asked for, opens nothing', async () => {
    const answers: ((token: string) => void)[] = []
    const server = new ScriptedServer({ token: () => new Promise((resolve) => answers.push(resolve)) })
    await server.clock.pass(20_000)
    expect(answers.length).toBeGreaterThan(1)
    answers[0]!('late')
    await server.clock.pass(0)
    expect(server.sockets).toHaveLength(0)
    answers.at(-1)!('new')
    await server.clock.pass(0)
    expect(server.sockets.map(({ protocols }) => protocols[1])).toEqual(['coplane.token.new'])
    const closed = new ScriptedServer({ token: () => new Promise((resolve) => answers.push(resolve)) })
    closed.room.close()
    answers.at(-1)!('late')
    await closed.clock.pass(100)
    expect(closed.sockets).toHaveLength(0)
    expect(closed.clock.pending).toBe(0)
  })
})

describe('a token that is refused', () => {
  test.for(['unauthorized', 'forbidden'] as const)(
    '[CT3] %s closes the room for a token that is only a string',
    async (name) => {
      const server = await opened('t')
      close(server, name)
      await expect(server.room.ready).rejects.toThrow(RoomClosedError)
      await server.clock.pass(60_000)
      expect(server.room.status).toBe('closed')
      expect(server.sockets).toHaveLength(1)
    },
  )

  test.for(['unauthorized', 'forbidden'] as const)(
    '[CT3] %s is tried once more with a fresh token where there is a function, and then closes the room',
    async (name) => {
      const server = await opened(new Provider().token)
      close(server, name)
      await server.clock.pass(5_000)
      expect(server.sockets).toHaveLength(2)
      await server.welcome()
      // Once let in, the next refusal is another one.
      close(server, name)
      await server.clock.pass(5_000)
      expect(server.sockets).toHaveLength(3)
      close(server, name)
      await server.clock.pass(60_000)
      expect(server.room.status).toBe('closed')
      expect(server.sockets).toHaveLength(3)
    },
  )

  test('[CT3] a fresh token does not help against what it is not about', async () => {
    const server = await opened(new Provider().token)
    close(server, 'bad-room')
    await server.clock.pass(60_000)
    expect(server.sockets).toHaveLength(1)
    expect(server.room.status).toBe('closed')
  })
})

describe('an access that ends', () => {
  test.for([
    [3_600, 3_554, 3_571],
    [40, 14, 21],
    [2, 0.9, 1.1],
  ] as const)(
    '[W58] of %d seconds is renewed by AUTH between %d and %d seconds, and the room stays connected',
    async ([accessS, fromS, toS]) => {
      const server = await opened(new Provider().token)
      await server.welcome({ accessS })
      await passAlive(server, fromS * 1_000 - 200)
      expect(broughtOn(server)).toEqual([])
      await passAlive(server, (toS - fromS) * 1_000 + 200)
      expect(broughtOn(server)).toEqual(['t2'])
      access(server, 'editor')
      await passAlive(server, 10_000)
      expect(broughtOn(server)).toEqual(['t2'])
      expect(server.room.status).toBe('connected')
    },
  )

  test('[W58] nothing is brought where it does not end, or where the token is only a string', async () => {
    const endless = await opened(new Provider().token)
    await endless.welcome()
    const fixed = await opened('t')
    await fixed.welcome({ accessS: 60 })
    for (const server of [endless, fixed]) {
      await passAlive(server, 120_000)
      expect(broughtOn(server)).toEqual([])
    }
  })

  test('[W58] a provider that gives the same token again and again is asked once a second at most', async () => {
    const server = await opened(new Provider().token)
    await server.welcome({ accessS: 4 })
    for (let left = 4; left >= 0; left--) {
      access(server, 'editor', left)
      await server.clock.pass(1_000)
    }
    expect(broughtOn(server).length).toBeLessThanOrEqual(5)
  })

  test('[CT4] a provider that fails meanwhile is asked again with backoff; the edits go on', async () => {
    const provider = new Provider()
    const server = await opened(provider.token)
    await server.welcome({ accessS: 60 })
    provider.isFailing = true
    await passAlive(server, 50_000)
    expect(provider.asked).toBeGreaterThan(3)
    expect(provider.asked).toBeLessThan(20)
    expect(broughtOn(server)).toEqual([])
    server.room.nodes.create({ id: 'n', type: 'service' })
    await server.clock.pass(100)
    expect(server.socket.all('update')).toHaveLength(1)
    provider.isFailing = false
    await passAlive(server, 31_000)
    expect(broughtOn(server)).toHaveLength(1)
  })

  test('[CT4] a socket that is lost is not renewed, and one that expired comes back with a fresh token and its edits', async () => {
    const server = await opened(new Provider().token)
    await server.welcome({ accessS: 60 })
    server.room.nodes.create({ id: 'n', type: 'service' })
    await server.clock.pass(100)
    const lost = server.socket
    close(server, 'expired')
    await server.clock.pass(5_000)
    await server.welcome()
    expect(server.socket.protocols[1]).toBe('coplane.token.t2')
    expect(server.socket.all('update')).toHaveLength(1)
    await server.clock.pass(60_000)
    expect(lost.all('auth')).toEqual([])
  })
})
