import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'
import { closeCodes } from '../../client-sdk/dist/protocol/close-codes.js'
import { subprotocol } from '../../client-sdk/dist/protocol/version.js'
import type { Container, ContainerEngine, Volume } from '../support/container-engine.ts'
import { findContainerEngine } from '../support/find-container-engine.ts'
import { describeUnless } from '../support/requirement.ts'

const repository = join(import.meta.dirname, '../..')
const wanted = process.env['CI'] === 'true' || process.env['COPLANE_TEST_IMAGE'] === '1'
const found = wanted
  ? await findContainerEngine()
  : 'building the image takes minutes; set COPLANE_TEST_IMAGE=1'

if (typeof found === 'string') describeUnless(found, 'the image', () => undefined)
else describe(`the image, with ${found.name}`, () => testImage(found))

function testImage(engine: ContainerEngine): void {
  const image = `localhost/coplane-test:${process.pid}`
  const containers: Container[] = []
  const volumes: Volume[] = []

  const createVolume = async (): Promise<Volume> => {
    const volume = await engine.createVolume()
    volumes.push(volume)
    return volume
  }
  const start = async (volume: Volume): Promise<Container> => {
    const container = await engine.start(image, volume, { COPLANE_AUTH: 'open' })
    containers.push(container)
    await container.line(/listening on http:\/\//, 30_000)
    return container
  }

  beforeAll(() => engine.build(repository, image), 15 * 60_000)
  afterEach(async () => {
    for (const container of containers.splice(0)) await container.remove()
    for (const volume of volumes.splice(0)) await volume.remove()
  }, 60_000)
  afterAll(() => engine.removeImage(image), 60_000)

  test('names a user who is not root, a command without a shell, and a health check', async () => {
    const facts = await engine.inspect(image)
    console.log(`image size: ${(facts.bytes / 1e6).toFixed(0)} MB`)
    expect(facts.user).toBe('1000:1000')
    expect(facts.command).toEqual(['node', 'server/dist/main.js'])
    expect(facts.healthCheck).not.toEqual([])
  })

  test('serves health and the demo page as uid 1000, and carries one uWebSockets.js binary and no npm', async () => {
    const container = await start(await createVolume())
    const origin = await container.origin()

    expect((await fetch(`${origin}/healthz`)).status).toBe(200)
    const page = await fetch(origin)
    expect(page.status).toBe(200)
    expect(page.headers.get('content-type')).toMatch(/^text\/html/)
    expect(await page.text()).toMatch(/<script [^>]*src="\/assets\//)

    expect(await container.uid()).toBe(1000)
    expect((await container.exec(['id', '-u'])).trim()).toBe('1000')
    await container.exec((await engine.inspect(image)).healthCheck)

    const binaries = await container.exec(['find', '/app', '-name', 'uws_*.node'])
    expect(binaries.trim().split('\n')).toHaveLength(1)
    expect(await container.exec(['find', '/usr/local/bin', '-name', 'np*'])).toBe('')
    expect(await container.stop()).toBe(0)
  }, 120_000)

  test('[OP5] without a key it refuses to start, since others reach its address, and says what to do', async () => {
    const container = await engine.start(image, await createVolume(), {})
    containers.push(container)
    expect(await container.exitCode).toBe(1)
    expect(container.output).toContain(
      'coplane: COPLANE_HOST="0.0.0.0" would let everybody who reaches it read and write every room: ' +
        'set COPLANE_AUTH_SECRET or COPLANE_AUTH_JWKS, or say COPLANE_AUTH=open if that is meant',
    )
  }, 60_000)

  test('[OP5] with a secret it takes tokens and nobody without one', async () => {
    const secret = 'a secret that only this test knows'
    const container = await engine.start(image, await createVolume(), { COPLANE_AUTH_SECRET: secret })
    containers.push(container)
    await container.line(/listening on http:\/\//, 30_000)
    const url = `${(await container.origin()).replace('http', 'ws')}/v1/rooms/image`
    const closed = new Promise((resolve) => new WebSocket(url, subprotocol).on('close', resolve))
    expect(await closed).toBe(closeCodes.unauthorized.code)
    const token = await container.exec([
      'node',
      'server/dist/main.js',
      'token',
      '--user',
      'ada',
      '--room',
      'image',
      '--role',
      'editor',
    ])
    const room = new WebSocket(url, subprotocol, { headers: { authorization: `Bearer ${token.trim()}` } })
    await new Promise((resolve) => room.on('open', resolve))
    room.close()
    expect(await container.stop()).toBe(0)
  }, 120_000)

  test('SIGTERM ends it with 0, and a new container on its data has what a stock client wrote', async () => {
    const volume = await createVolume()
    const first = await start(volume)
    const [writer, reader] = [await joinRoom(first), await joinRoom(first)]
    const arrived = new Promise<void>((resolve) => {
      reader.doc.getMap('canvas').observe(() => resolve())
    })
    writer.doc.getMap('canvas').set('title', 'kept')
    await arrived
    writer.destroy()
    reader.destroy()
    expect(await first.stop()).toBe(0)

    const second = await start(volume)
    const later = await joinRoom(second)
    expect(later.doc.getMap('canvas').get('title')).toBe('kept')
    later.destroy()
    expect(await second.stop()).toBe(0)
  }, 120_000)
}

/** A stock client in the room, with the room's document loaded. */
async function joinRoom(container: Container): Promise<WebsocketProvider> {
  const origin = (await container.origin()).replace('http', 'ws')
  const provider = new WebsocketProvider(`${origin}/yjs`, 'image', new Y.Doc(), {
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    // The tab-to-tab channel would carry the edit past the server.
    disableBc: true,
  })
  await new Promise<void>((resolve) => {
    provider.on('sync', (synced: boolean) => {
      if (synced) resolve()
    })
  })
  return provider
}
