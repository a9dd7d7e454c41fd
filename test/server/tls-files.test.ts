import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ConfigError, readConfig } from '../../server/src/config.ts'
import { selfSigned } from '../support/self-signed.ts'

let folder: string
const path = (name: string): string => join(folder, name)
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'coplane-tls-'))
  const { cert, key } = selfSigned()
  writeFileSync(path('cert.pem'), cert)
  writeFileSync(path('key.pem'), key)
  writeFileSync(path('other-key.pem'), selfSigned().key)
  writeFileSync(path('noise.pem'), 'noise')
})
afterAll(() => rmSync(folder, { recursive: true }))

test('[TL1] a certificate and its key are taken, and nothing is spoken of TLS without them', () => {
  const files = { COPLANE_TLS_CERT: path('cert.pem'), COPLANE_TLS_KEY: path('key.pem') }
  expect(readConfig(files).config.tls).toEqual({ cert: path('cert.pem'), key: path('key.pem') })
  expect(readConfig({}).config.tls).toBeUndefined()
})

test.for([
  ['CERT', 'nowhere.pem', 'key.pem', 'the file cannot be read (ENOENT)'],
  ['CERT', 'noise.pem', 'key.pem', 'the file has no certificate in PEM'],
  ['CERT', 'key.pem', 'cert.pem', 'the file has no certificate in PEM'],
  ['KEY', 'cert.pem', 'nowhere.pem', 'the file cannot be read (ENOENT)'],
  ['KEY', 'cert.pem', 'noise.pem', 'the file has no private key in PEM that opens without a passphrase'],
  ['KEY', 'cert.pem', 'other-key.pem', 'it is not the key of the certificate'],
] as const)('[TL2] the %s of %s and %s is refused: %s', ([which, cert, key, fault]) => {
  const file = path(which === 'CERT' ? cert : key)
  expect(() => readConfig({ COPLANE_TLS_CERT: path(cert), COPLANE_TLS_KEY: path(key) })).toThrow(
    new ConfigError(`COPLANE_TLS_${which}=${JSON.stringify(file)} is not usable: ${fault}`),
  )
})

test.for([{ COPLANE_TLS_CERT: 'cert.pem' }, { COPLANE_TLS_KEY: 'key.pem' }])(
  '[TL2] one without the other is refused: %o',
  (env) => {
    expect(() => readConfig(env)).toThrow(
      new ConfigError('COPLANE_TLS_CERT and COPLANE_TLS_KEY are only of use together'),
    )
  },
)
