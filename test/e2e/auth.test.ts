import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { closeNameOf } from '../../client-sdk/dist/protocol/close-codes.js'
import { decodeDown } from '../../client-sdk/dist/protocol/down.js'
import { FrameType } from '../../client-sdk/dist/protocol/frame-type.js'
import { encodeHello } from '../../client-sdk/dist/protocol/hello.js'
import { subprotocol } from '../../client-sdk/dist/protocol/version.js'
import { mintToken, type TokenOptions } from '../../server/dist/token.js'
import { CoplaneProcess, spawnCoplane, temporaryDirectory } from '../support/coplane-process.ts'
import { JwksServer } from '../support/jwks-server.ts'
import { until } from '../support/until.ts'

const folder = temporaryDirectory()
afterAll(() => folder.remove())

const secret = 'a secret that only this test has heard of'
const ada = { user: 'ada', rooms: { board: 'editor', 'team/*': 'viewer' }, expiresIn: '1h' } as const
const running: CoplaneProcess[] = []
const endpoints: JwksServer[] = []
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
  for (const endpoint of endpoints.splice(0)) await endpoint.stop()
})

async function start(env: Record<string, string>): Promise<CoplaneProcess> {
  const server = await CoplaneProcess.start({ COPLANE_STORE: 'memory', ...env })
  running.push(server)
  return server
}

async function startEndpoint(...keys: readonly Pair[]): Promise<JwksServer> {
  const endpoint = new JwksServer(await keySetOf(...keys))
  endpoints.push(endpoint)
  await endpoint.start()
  return endpoint
}

interface Pair {
  readonly kid: string
  readonly publicKey: CryptoKey
  readonly privateKey: CryptoKey
}

async function pairOf(kid: string, alg = 'ES256'): Promise<Pair> {
  return { kid, ...(await generateKeyPair(alg, { extractable: true })) }
}

function keySetOf(...pairs: readonly Pair[]) {
  return Promise.all(
    pairs.map(async ({ kid, publicKey }) => Object.assign(await exportJWK(publicKey), { kid })),
  )
}

/** As an identity provider makes them, without our library. */
function signedBy({ kid, privateKey }: Pair): Promise<string> {
  const jwt = new SignJWT({ rooms: ada.rooms }).setProtectedHeader({ alg: 'ES256', kid })
  return jwt.setSubject('ada').setIssuedAt().setExpirationTime('1h').sign(privateKey)
}

/** How a member's token gets to the server. */
type Way = 'header' | 'subprotocol' | 'query'

/** What becomes of somebody who comes with this token: its role, or the name of the close code. */
function come(
  server: CoplaneProcess,
  token: string | undefined,
  room = 'board',
  way: Way = 'header',
  origin?: string,
) {
  const isHeader = way === 'header' && token !== undefined
  const offers = way === 'subprotocol' ? [subprotocol, `coplane.token.${token}`] : [subprotocol]
  const socket = new WebSocket(`${server.room(room)}${way === 'query' ? `?token=${token}` : ''}`, offers, {
    headers: isHeader ? { authorization: `Bearer ${token}` } : {},
    ...(origin !== undefined && { origin }),
  })
  socket.binaryType = 'arraybuffer'
  return new Promise<{ readonly as: string; readonly reason: string; readonly socket: WebSocket }>(
    (resolve, reject) => {
      socket.on('error', reject)
      socket.on('open', () => socket.send(hello))
      socket.on('message', (data: ArrayBuffer) => {
        const frame = decodeDown(new Uint8Array(data))
        if (frame?.type === FrameType.welcome) resolve({ as: frame.role, reason: '', socket })
      })
      socket.on('close', (code, reason) =>
        resolve({ as: closeNameOf(code) ?? String(code), reason: reason.toString(), socket }),
      )
    },
  )
}

const hello = encodeHello({
  role: 'admin',
  clientId: 77,
  epoch: 0,
  eventSeq: 0,
  session: new Uint8Array(16).fill(1),
  stateVector: new Uint8Array(1),
  profile: new Uint8Array(0),
})

async function roleOf(...args: Parameters<typeof come>): Promise<string> {
  const { as, socket } = await come(...args)
  socket.terminate()
  return as
}

function mint(more: Partial<TokenOptions> = {}): Promise<string> {
  return mintToken({ secret, ...ada, ...more })
}

describe('[AU15] a server with a secret', () => {
  test('[AU15] lets in who has a token, by each of the three ways that it may come', async () => {
    const server = await start({ COPLANE_AUTH_SECRET: secret })
    const token = await mint()
    for (const way of ['header', 'subprotocol', 'query'] as const)
      expect(await roleOf(server, token, 'board', way)).toBe('editor')
    expect(await roleOf(server, token, 'team/plan')).toBe('viewer')
    expect(await roleOf(server, token, 'other')).toBe('forbidden')
    expect(await roleOf(server, undefined)).toBe('unauthorized')
    expect(await roleOf(server, 'nonsense')).toBe('unauthorized')
    const old = await mint({ issuedAt: new Date(Date.now() - 2 * 3_600_000) })
    expect(await roleOf(server, old)).toBe('unauthorized')
    const results = ['admitted', 'unauthorized', 'forbidden', 'unavailable']
    const counts = results.map((result) => server.metric(`coplane_admissions_total{result="${result}"}`))
    expect(await Promise.all(counts)).toEqual([4, 3, 1, 0])
  })

  test('[AU15] closes an open socket as expired when its token ends', async () => {
    const server = await start({ COPLANE_AUTH_SECRET: secret })
    const { as, socket } = await come(server, await mint({ expiresIn: '2s' }))
    const closed = new Promise<number>((resolve) => socket.on('close', resolve))
    expect(as).toBe('editor')
    expect(closeNameOf(await closed)).toBe('expired')
  })

  test('[AU15] may have it in a file, and listen on every address then', async () => {
    const path = join(folder.path, 'secret')
    writeFileSync(path, `${secret}\n`)
    const server = await start({ COPLANE_AUTH_SECRET_FILE: path, COPLANE_HOST: '0.0.0.0' })
    expect(await roleOf(server, await mint())).toBe('editor')
    expect(server.process.output).not.toContain('"level":40')
  })

  test('[AU16] says in its log why somebody was refused, and never a token or a secret, nor in its metrics', async () => {
    const server = await start({ COPLANE_AUTH_SECRET: secret, COPLANE_LOG_LEVEL: 'debug' })
    const people = ['ada-lovelace', 'mallory'] as const
    const theirs = 'a secret of somebody else altogether'
    const tokens = [await mint({ user: people[0] }), await mint({ user: people[1], secret: theirs })]
    for (const way of ['header', 'subprotocol', 'query'] as const)
      for (const token of tokens)
        for (const room of ['board', 'other']) await roleOf(server, token, room, way)
    const metrics = await (await fetch(`${server.http}/metrics`)).text()
    await server.stop()
    const said = server.process.output + metrics
    expect(server.process.output).toContain('refused a socket: forbidden (not this room)')
    for (const token of tokens) for (const part of token.split('.')) expect(said).not.toContain(part)
    for (const word of [secret, ...people]) expect(said).not.toContain(word)
  })
})

describe('[AU17] a server with the keys of an identity provider', () => {
  test('[AU17] follows their rotation without a restart', async () => {
    const [first, second] = [await pairOf('first'), await pairOf('second')]
    const endpoint = await startEndpoint(first)
    const server = await start({ COPLANE_AUTH_JWKS: endpoint.url })
    expect(await roleOf(server, await signedBy(first))).toBe('editor')
    endpoint.keys = await keySetOf(second)
    const fresh = await signedBy(second)
    // Whoever comes within the cooldown of the last fetch is asked to come again, as the SDK does by itself.
    await until('the new key counts', async () => (await roleOf(server, fresh)) === 'editor')
    expect(endpoint.requests).toBe(2)
    const stale = await signedBy(first)
    await until('the old one does not', async () => (await roleOf(server, stale)) === 'unauthorized')
    expect(await roleOf(server, await mint())).toBe('unauthorized')
  })

  test('[AU18] is not ready while they cannot be had, says so, and recovers by itself', async () => {
    const first = await pairOf('first')
    const endpoint = await startEndpoint(first)
    await endpoint.stop()
    const server = await start({ COPLANE_AUTH_JWKS: endpoint.url })
    const token = await signedBy(first)
    expect(await roleOf(server, token)).toBe('unavailable')
    const readiness = await fetch(`${server.http}/readyz`)
    expect(readiness.status).toBe(503)
    expect(await readiness.text()).toBe('not ready: COPLANE_AUTH_JWKS: ECONNREFUSED\n')
    expect(server.process.output).toContain('COPLANE_AUTH_JWKS: the keys cannot be fetched: ECONNREFUSED')
    expect(await server.metric('coplane_auth_key_fetches_total{result="failed"}')).toBeGreaterThan(0)
    await endpoint.start()
    await until('it is ready', async () => (await fetch(`${server.http}/readyz`)).ok)
    expect(await roleOf(server, token)).toBe('editor')
    await endpoint.stop()
    expect(await roleOf(server, token)).toBe('editor')
    expect(server.process.output).toContain('the keys can be fetched again')
  })

  test('[AU17] may have them in a file', async () => {
    const first = await pairOf('first')
    const path = join(folder.path, 'jwks.json')
    writeFileSync(path, JSON.stringify({ keys: await keySetOf(first) }))
    const server = await start({ COPLANE_AUTH_JWKS: path })
    expect(await roleOf(server, await signedBy(first))).toBe('editor')
    expect(server.process.output).toContain('COPLANE_AUTH_AUDIENCE is not set')
  })
})

describe('[OR4] a page', () => {
  test('[OR4] of another origin than those of the list is closed as forbidden, with what to do', async () => {
    const server = await start({ COPLANE_ORIGINS: 'https://canvas.example.com', COPLANE_AUTH_SECRET: secret })
    const token = await mint()
    const refused = await come(server, token, 'board', 'header', 'https://evil.org')
    expect(refused).toMatchObject({ as: 'forbidden', reason: /COPLANE_ORIGINS/ })
    expect(await roleOf(server, token, 'board', 'header', 'https://canvas.example.com')).toBe('editor')
    expect(await roleOf(server, token, 'board', 'header')).toBe('editor')
    expect(await server.metric('coplane_admissions_total{result="forbidden"}')).toBe(1)
  })

  test('[OR4] of the internet cannot reach through its browser into a server that asks for no token', async () => {
    const server = await start({})
    expect(await roleOf(server, undefined, 'board', 'header', 'https://evil.org')).toBe('forbidden')
    expect(await roleOf(server, undefined, 'board', 'header', 'http://localhost:5173')).toBe('editor')
  })
})

describe('[OP4] the command line', () => {
  const run = async (env: Record<string, string>, ...args: readonly string[]) => {
    const process = spawnCoplane(env, [], args)
    return { exitCode: await process.exitCode, output: process.output }
  }

  test('[OP4] mints a token that a server with the same settings takes', async () => {
    const env = { COPLANE_AUTH_SECRET: secret, COPLANE_AUTH_ISSUER: 'me', COPLANE_AUTH_AUDIENCE: 'coplane' }
    const asked = [
      '--user',
      'ada',
      '--room',
      'board',
      '--room',
      'team/*',
      '--role',
      'commenter',
      '--expires',
      '15m',
    ]
    const { exitCode, output } = await run(env, 'token', ...asked)
    expect([exitCode, output]).toEqual([0, expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+\n$/)])
    const server = await start(env)
    expect(await roleOf(server, output.trim(), 'team/plan')).toBe('commenter')
    expect(await roleOf(server, output.trim(), 'other')).toBe('forbidden')
    expect(await roleOf(server, await mint())).toBe('unauthorized')
  })

  test.for([
    [['tokn'], /^coplane: "tokn" is not a command; `coplane --help` lists them\n$/],
    [['--port', '80'], /^coplane: "--port" is not a command; `coplane --help` lists them\n$/],
    [['token'], /^coplane: --user is missing\n$/],
    [['token', '--user', 'ada'], /^coplane: --room is missing\n$/],
    [['token', '--usr', 'ada'], /^coplane: Unknown option '--usr'.*\n$/],
    [['token', '--user', 'ada', '--room', 'b', '--role', 'owner'], /^coplane: --role must be one of .*\n$/],
    [
      ['token', '--user', 'ada', '--room', 'b', '--expires', 'soon'],
      /^coplane: --expires must be a time .*\n$/,
    ],
    [['token', '--user', 'ada', '--room', 'b'], /^coplane: set COPLANE_AUTH_SECRET or .*\n$/],
  ] as const)('[OP4] %j is one sentence and exit 1', async ([args, sentence]) => {
    const { exitCode, output } = await run({}, ...args)
    expect(exitCode).toBe(1)
    expect(output).toMatch(sentence)
  })

  test('[OP4] --help is one screen, --version one line', async () => {
    const help = await run({}, '--help')
    expect(help.exitCode).toBe(0)
    expect(help.output).toContain("coplane token --user ada --room 'team-7/*' --role editor --expires 1h")
    expect(help.output.split('\n').length).toBeLessThan(24)
    const version = await run({}, '--version')
    expect(version.exitCode).toBe(0)
    expect(version.output).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})
