import { expect, test } from 'vitest'
import { limits } from '@coplane/client/protocol/limits'
import { Author } from '../protocol/author.ts'
import { firstHello, RawClient, update } from '../protocol/raw-client.ts'
import { RawWorld } from '../protocol/raw-world.ts'

function helloOf(index: number): typeof firstHello {
  const session = new Uint8Array(16)
  new DataView(session.buffer).setUint32(0, index)
  return { ...firstHello, session, clientId: 100 + index }
}

/** A room of so many members; the first of them has heard of everybody. */
async function roomOf(members: number): Promise<{ world: RawWorld; first: RawClient }> {
  const world = new RawWorld()
  const first = await world.join(helloOf(0))
  await joinOver(0, world, 1, members - 1)
  first.take()
  return { world, first }
}

/** That many join, one after the other within so many milliseconds. */
async function joinOver(ms: number, world: RawWorld, from: number, count: number): Promise<void> {
  const clients = Array.from({ length: count }, () => new RawClient(world.server.accept('board')))
  await world.clock.pass(200)
  for (const [index, client] of clients.entries()) {
    client.say(helloOf(from + index))
    await world.clock.pass(ms / count)
  }
  await world.clock.pass(400)
}

const newcomers = 40

test('[RO2] in a large room those who come and go are told together, within 100 ms', async () => {
  const { world, first } = await roomOf(limits.rosterPage + 1)
  await joinOver(400, world, 1_000, newcomers)
  const news = first.all('tick').map(({ roster }) => roster.length)
  expect(news.reduce((sum, entries) => sum + entries)).toBe(newcomers)
  expect(news.length).toBeGreaterThanOrEqual(4)
  expect(news.length).toBeLessThanOrEqual(6)
})

test('[RO2] in a room of one page they are told as fast as it ticks', async () => {
  const { world, first } = await roomOf(10)
  await joinOver(400, world, 1_000, newcomers)
  const news = first.all('tick').map(({ roster }) => roster.length)
  expect(news.reduce((sum, entries) => sum + entries)).toBe(newcomers)
  expect(news.length).toBeGreaterThan(12)
})

test('[RO3] edits do not wait for who comes, and take the news along', async () => {
  const { world, first } = await roomOf(limits.rosterPage + 1)
  const author = new Author(5)
  const newcomer = await world.open()
  newcomer.say(helloOf(1_000))
  await world.clock.pass(45)
  expect(newcomer.all('welcome')).toHaveLength(1)
  first.say(update(1, author.write('a')))
  await world.clock.pass(80)
  const [tick] = first.all('tick')
  expect(tick!.update).toBeDefined()
  expect(tick!.roster).toMatchObject([{ op: 'arrived' }])
})
