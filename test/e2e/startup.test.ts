import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, describe, expect, test } from 'vitest'
import { CoplaneProcess, spawnCoplane, temporaryDirectory } from '../support/coplane-process.ts'

const directory = temporaryDirectory()
const running: CoplaneProcess[] = []

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
})

async function start(env: Record<string, string>): Promise<CoplaneProcess> {
  const server = await CoplaneProcess.start(env)
  running.push(server)
  return server
}

/** One sentence on standard error and exit 1. */
async function expectRefusal(env: Record<string, string>, sentence: RegExp): Promise<void> {
  const process = spawnCoplane(env)
  expect(await process.exitCode).toBe(1)
  expect(process.output).toMatch(sentence)
  expect(process.output.trim().split('\n')).toHaveLength(1)
}

describe('[OP1] start-up', () => {
  test('says where it listens in one line, and answers health, readiness and metrics', async () => {
    const server = await start({ COPLANE_STORE: 'memory' })
    expect(server.process.output).toMatch(/^Coplane \d+\.\d+\.\d+ listening on http:\/\/127\.0\.0\.1:\d+\n$/)
    expect(await (await fetch(`${server.http}/healthz`)).text()).toBe('ok\n')
    expect(await (await fetch(`${server.http}/readyz`)).text()).toBe('ready\n')
    expect(await server.metric('coplane_rooms')).toBe(0)
    expect(await server.metric('coplane_build_info{version="0.1.0"}')).toBe(1)
  })

  test('serves the demo page at / and /rooms/<name>, its assets, and 404 elsewhere', async () => {
    const server = await start({ COPLANE_STORE: 'memory' })
    const page = await (await fetch(`${server.http}/`)).text()
    expect(page).toContain('<title>')
    expect(await (await fetch(`${server.http}/rooms/any`)).text()).toBe(page)
    const asset = /src="(\/assets\/[^"]+\.js)"/.exec(page)?.[1]
    const script = await fetch(`${server.http}${asset}`)
    expect(script.headers.get('content-type')).toContain('javascript')
    expect(script.headers.get('cache-control')).toContain('immutable')
    expect((await fetch(`${server.http}/nothing-here`)).status).toBe(404)
    expect((await fetch(`${server.http}/../package.json`)).status).toBe(404)
    expect((await fetch(`${server.http}/`, { method: 'POST' })).status).toBe(405)
  })

  test('serves the examples in their folders, with the slash and without it', async () => {
    const server = await start({ COPLANE_STORE: 'memory' })
    const page = await (await fetch(`${server.http}/examples/react-flow/`)).text()
    expect(page).toContain('<title>')
    expect(await (await fetch(`${server.http}/examples/react-flow?room=any`)).text()).toBe(page)
    const asset = /src="(\/examples\/react-flow\/assets\/[^"]+\.js)"/.exec(page)?.[1]
    const script = await fetch(`${server.http}${asset}`)
    expect(script.headers.get('content-type')).toContain('javascript')
    expect(script.headers.get('cache-control')).toContain('immutable')
    expect((await fetch(`${server.http}/examples/react-flow/nothing-here`)).status).toBe(404)
    expect((await fetch(`${server.http}/examples/`)).status).toBe(404)
  })

  test('warns of a setting that means nothing', async () => {
    const server = await start({ COPLANE_STORE: 'memory', COPLANE_PROT: '1' })
    expect(server.process.output).toContain('COPLANE_PROT is set but means nothing')
  })
})

describe('[OP2] a fault of the operator is one sentence and exit 1', () => {
  test.each([
    ['COPLANE_PORT', 'abc', /COPLANE_PORT="abc" is not usable: it must be a whole number from 0 to 65535/],
    ['COPLANE_STORE', 'disk', /COPLANE_STORE="disk" is not usable: it must be "sqlite" or "memory"/],
    ['COPLANE_AUTH', 'none', /COPLANE_AUTH="none" is not usable: it must be "open" or "jwt"/],
    ['COPLANE_AUTH', 'jwt', /COPLANE_AUTH=jwt needs a key: set COPLANE_AUTH_SECRET or COPLANE_AUTH_JWKS/],
    ['COPLANE_AUTH_SECRET', 'short', /COPLANE_AUTH_SECRET has 5 bytes and needs 32 at least/],
    [
      'COPLANE_HOST',
      '0.0.0.0',
      /COPLANE_HOST="0\.0\.0\.0" would let everybody who reaches it .*COPLANE_AUTH=open/,
    ],
    ['COPLANE_ORIGINS', 'canvas', /COPLANE_ORIGINS is not usable: "canvas" is not an origin/],
    [
      'COPLANE_SCHEMA',
      '/nowhere.json',
      /COPLANE_SCHEMA="\/nowhere.json" is not usable: the file cannot be read/,
    ],
    ['COPLANE_TICK_MIN_MS', '0', /COPLANE_TICK_MIN_MS="0" is not usable/],
    ['COPLANE_TICK_MAX_MS', '5', /COPLANE_TICK_MIN_MS=16 is above COPLANE_TICK_MAX_MS=5/],
  ])('%s=%s', (name, value, sentence) => expectRefusal({ COPLANE_STORE: 'memory', [name]: value }, sentence))

  test('a port in use, which is never shared', async () => {
    const server = await start({ COPLANE_STORE: 'memory' })
    await expectRefusal(
      { COPLANE_STORE: 'memory', COPLANE_PORT: String(server.port) },
      new RegExp(`cannot listen on 127\\.0\\.0\\.1:${server.port}; the port is in use`),
    )
  })

  test('a data directory that cannot be made', async () => {
    const file = join(directory.path, 'file')
    writeFileSync(file, '')
    await expectRefusal(
      { COPLANE_PORT: '0', COPLANE_DATA_DIR: join(file, 'data') },
      /data directory .* cannot be created: not a directory/,
    )
  })

  test('a data directory that another server uses', async () => {
    const dataDir = join(directory.path, 'shared')
    await start({ COPLANE_DATA_DIR: dataDir })
    await expectRefusal({ COPLANE_PORT: '0', COPLANE_DATA_DIR: dataDir }, /in use by another Coplane process/)
  })

  test('a data directory from a newer version, which is left as it is', async () => {
    const dataDir = join(directory.path, 'newer')
    mkdirSync(dataDir)
    const database = new Database(join(dataDir, 'coplane.db'))
    database.pragma('user_version = 999')
    database.close()
    await expectRefusal(
      { COPLANE_PORT: '0', COPLANE_DATA_DIR: dataDir },
      /written by a newer Coplane \(format 999/,
    )
    const after = new Database(join(dataDir, 'coplane.db'), { readonly: true })
    expect(after.pragma('user_version', { simple: true })).toBe(999)
    after.close()
  })
})

describe('[OP3] where nobody is asked for a token', () => {
  test('any address will do once that is said, and the log says it, too', async () => {
    const server = await start({ COPLANE_STORE: 'memory', COPLANE_HOST: '0.0.0.0', COPLANE_AUTH: 'open' })
    expect(server.process.output).toContain('COPLANE_AUTH=open: everybody who reaches this server may read')
  })

  test.each(['127.0.0.2', '::1', 'localhost'])('loopback needs no word: %s', async (host) => {
    const server = await start({ COPLANE_STORE: 'memory', COPLANE_HOST: host })
    expect(server.process.output).not.toContain('"level":40')
  })
})
