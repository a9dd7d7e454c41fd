import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Room } from '../../client-sdk/dist/index.js'
import { CoplaneProcess, temporaryDirectory } from '../support/coplane-process.ts'
import { JoinedRooms } from '../support/joined-rooms.ts'
import { until } from '../support/until.ts'

const rooms = new JoinedRooms()
let data: ReturnType<typeof temporaryDirectory>
let server: CoplaneProcess
let room: Room

beforeEach(async () => {
  data = temporaryDirectory()
  server = await CoplaneProcess.start({ COPLANE_DATA_DIR: data.path })
  room = await rooms.join(server.room('r'))
  room.nodes.create({ id: 'before', type: 'service' })
  await until('saved', () => room.sync.state === 'saved')
})
afterEach(async () => {
  rooms.closeAll()
  await server.kill()
  data.remove()
})

async function readiness(): Promise<string> {
  const response = await fetch(`${server.http}/readyz`)
  return `${response.status} ${(await response.text()).trim()}`
}

/** Readiness turns red for this reason while the process lives and serves, and green again by itself once the fault is gone. */
async function expectOutage(begin: () => void, end: () => void, reason: RegExp): Promise<void> {
  expect(await readiness()).toBe('200 ready')
  begin()
  room.nodes.create({ id: 'during', type: 'service' })
  await until('readiness is red', async () => (await readiness()).startsWith('503'), 20_000)
  expect(await readiness()).toMatch(reason)
  expect((await fetch(`${server.http}/healthz`)).status).toBe(200)
  // Editing together goes on; it is only not called saved.
  const other = await rooms.join(server.room('r'))
  expect(other.nodes.has('during')).toBe(true)
  expect(room.sync.state).toBe('saving')
  end()
  await until('readiness is green', async () => (await readiness()) === '200 ready', 20_000)
  await until('saved', () => room.sync.state === 'saved')
  expect(server.process.output).toContain('the store works again')
}

test('[RD5] a database that another process keeps locked', async () => {
  let lock: Database.Database | undefined
  await expectOutage(
    () => {
      lock = new Database(join(data.path, 'coplane.db'))
      lock.exec('BEGIN IMMEDIATE')
    },
    () => lock?.close(),
    /^503 not ready: the store fails: database is locked \(SQLITE_BUSY\)$/,
  )
})

test('[RD6] a disk that takes no more bytes', async () => {
  const limitFiles = (bytes: string): void => {
    execFileSync('prlimit', ['--pid', String(server.process.pid), `--fsize=${bytes}:unlimited`])
  }
  await expectOutage(
    () => limitFiles('1024'),
    () => limitFiles('unlimited'),
    /^503 not ready: the store fails: .*\(SQLITE_(FULL|IOERR_WRITE)\)$/,
  )
})
