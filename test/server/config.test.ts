import { expect, test } from 'vitest'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ConfigError, readConfig } from '../../server/src/config.ts'

test('[CF1] nothing set is a working configuration on loopback', () => {
  expect(readConfig({}).config).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    dataDir: './data',
    store: 'sqlite',
    tickMinMs: 16,
  })
})

test('[CF2] an empty variable counts as not set', () => {
  expect(readConfig({ COPLANE_PORT: '' }).config.port).toBe(8080)
})

test('[CF3] what cannot be used is named with its value and what it must be', () => {
  expect(() => readConfig({ COPLANE_PORT: '80.5' })).toThrow(
    new ConfigError('COPLANE_PORT="80.5" is not usable: it must be a whole number from 0 to 65535'),
  )
})

test('[CF4] a misspelt setting is told', () => {
  expect(readConfig({ COPLANE_PROT: '1', OTHER: '2' }).unknown).toEqual(['COPLANE_PROT'])
})

test('[CF5] the table in the README names every setting', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
  const source = readFileSync(join(import.meta.dirname, '../../server/src/config.ts'), 'utf8')
  const settings = new Set(source.match(/COPLANE_[A-Z_]+/g))
  for (const setting of settings) expect(readme).toContain(`\`${setting}\``)
})
