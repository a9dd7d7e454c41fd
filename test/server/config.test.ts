import { expect, test } from 'vitest'
import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
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

test('[CF6] the schema is read at start-up, and what is wrong with its file is told in one sentence', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'coplane-schema-'))
  const file = join(folder, 'schema.json')
  const reading = (text: string): (() => unknown) => {
    writeFileSync(file, text)
    return () => readConfig({ COPLANE_SCHEMA: file }).config.schema
  }
  const schema = { version: 3, nodes: { service: { strict: true } } }
  expect(reading(JSON.stringify(schema))()).toEqual(schema)
  expect(readConfig({}).config.schema).toBeUndefined()
  const start = `COPLANE_SCHEMA=${JSON.stringify(file)} is not usable: `
  expect(reading('{')).toThrow(`${start}the file is not JSON`)
  expect(reading('{"version":1}')).toThrow(new ConfigError(`${start}schema.nodes is missing`))
  await rm(folder, { recursive: true })
  expect(() => readConfig({ COPLANE_SCHEMA: file })).toThrow(
    new ConfigError(`${start}the file cannot be read (ENOENT)`),
  )
})

test('[CF5] the table in the README names every setting', () => {
  const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8')
  const source = readFileSync(join(import.meta.dirname, '../../server/src/config.ts'), 'utf8')
  const settings = new Set(source.match(/COPLANE_[A-Z_]+/g))
  for (const setting of settings) expect(readme).toContain(`\`${setting}\``)
})

test('[DN10] a drain that could not end before its deadline is refused, and the default one fits ten seconds', () => {
  const { drainWaitMs, drainSpreadMs, drainDeadlineMs } = readConfig({}).config
  expect(drainWaitMs + drainSpreadMs).toBeLessThan(10_000)
  expect(drainDeadlineMs).toBeLessThan(30_000)
  expect(() => readConfig({ COPLANE_DRAIN_WAIT_MS: '19000' })).toThrow(
    new ConfigError(
      'COPLANE_DRAIN_DEADLINE_MS=20000 must be more than COPLANE_DRAIN_WAIT_MS and COPLANE_DRAIN_SPREAD_MS together (21000)',
    ),
  )
})

test('[AD9] limits are set by number, 0 is none, and the table in the guide has the defaults', () => {
  const { limits } = readConfig({ COPLANE_MAX_SOCKET_EVENTS: '7', COPLANE_MAX_ADDRESS_SOCKETS: '0' }).config
  expect(limits).toMatchObject({ socketEvents: 7, addressSockets: Infinity })
  const guide = readFileSync(join(import.meta.dirname, '../../docs/limits.md'), 'utf8')
  const rows = guide.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
  const told = (setting: string): number =>
    Number.parseInt(rows.find((cells) => cells.includes(`\`${setting}\``))![2]!.replaceAll(',', ''), 10)
  const byDefault = readConfig({}).config.limits
  expect(told('COPLANE_MAX_SOCKET_MESSAGES')).toBe(byDefault.socketMessages)
  expect(told('COPLANE_MAX_SOCKET_KB') * 1024).toBe(byDefault.socketBytes)
  expect(told('COPLANE_MAX_SOCKET_PRESENCE')).toBe(byDefault.socketPresence)
  expect(told('COPLANE_MAX_SOCKET_EVENTS')).toBe(byDefault.socketEvents)
  expect(told('COPLANE_MAX_ADDRESS_SOCKETS')).toBe(byDefault.addressSockets)
  expect(told('COPLANE_MAX_ADDRESS_OPENS')).toBe(byDefault.addressOpens)
  expect(told('COPLANE_MAX_ADDRESS_FAILURES')).toBe(byDefault.addressFailures)
  expect(told('COPLANE_MAX_UNADMITTED')).toBe(byDefault.unadmitted)
})

test('[AD2] a proxy that is none refuses to start, by one sentence', () => {
  expect(() => readConfig({ COPLANE_TRUSTED_PROXIES: '10.0.0.0/33' })).toThrow(
    new ConfigError(
      'COPLANE_TRUSTED_PROXIES="10.0.0.0/33" is not usable: "10.0.0.0/33" is neither an address nor a block such as 10.0.0.0/8',
    ),
  )
})
