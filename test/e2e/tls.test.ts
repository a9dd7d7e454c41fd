import { writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RunningProcess } from '../../loadtest/driver/running-process.ts'
import { CoplaneProcess, temporaryDirectory } from '../support/coplane-process.ts'
import { selfSigned } from '../support/self-signed.ts'

const { cert, key } = selfSigned()
const folder = temporaryDirectory()
const certFile = join(folder.path, 'cert.pem')
const keyFile = join(folder.path, 'key.pem')
let server: CoplaneProcess
beforeAll(async () => {
  writeFileSync(certFile, cert)
  writeFileSync(keyFile, key)
  server = await CoplaneProcess.start({
    COPLANE_STORE: 'memory',
    COPLANE_TLS_CERT: certFile,
    COPLANE_TLS_KEY: keyFile,
  })
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

test('[TL3] the SDK in Node edits over wss, by a certificate that its process trusts', async () => {
  const sdk = join(import.meta.dirname, '../../client-sdk/dist/index.js')
  const program = `
    import { connect } from ${JSON.stringify(sdk)}
    const room = await connect('wss://localhost:${server.port}/v1/rooms/tls')
    room.meta.set('said', 'over TLS')
    const reader = await connect('wss://localhost:${server.port}/v1/rooms/tls')
    while (reader.meta.get('said') === undefined) await new Promise((resolve) => reader.doc.once('update', resolve))
    console.log('read:', reader.meta.get('said'))
    room.close()
    reader.close()`
  const client = new RunningProcess(process.execPath, ['--input-type=module', '-e', program], {
    ...process.env,
    NODE_EXTRA_CA_CERTS: certFile,
  })
  expect(await client.line(/read:/, 20_000)).toBe('read: over TLS')
  expect(await client.exitCode).toBe(0)
})

test('[TL3] says that it is https, and answers only so', async () => {
  expect(server.process.output).toMatch(/listening on https:\/\/127\.0\.0\.1:\d+\n/)
  const status = await new Promise((resolve, reject) => {
    get(`https://localhost:${server.port}/healthz`, { ca: cert }, (response) => {
      response.resume()
      resolve(response.statusCode)
    }).on('error', reject)
  })
  expect(status).toBe(200)
  await expect(fetch(`${server.http}/healthz`)).rejects.toThrow()
})
