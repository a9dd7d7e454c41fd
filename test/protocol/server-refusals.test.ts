import { beforeEach, describe, expect, test } from 'vitest'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { limits } from '@coplane/client/protocol/limits'
import * as Y from 'yjs'
import { roomLimits } from '../../server/src/room/room-limits.ts'
import { Author, wordsOf } from './author.ts'
import { cursor, shownTo } from './looks.ts'
import { event, secondSession, update } from './raw-client.ts'
import { RawWorld } from './raw-world.ts'

let world: RawWorld
beforeEach(() => {
  world = new RawWorld()
})

describe('a viewer', () => {
  test('[W51] is told that it is one, and that it may neither edit, publish nor take anything in hand', async () => {
    const viewer = await world.join({ role: 'viewer' })
    const editor = await world.join(secondSession)
    expect(viewer.all('welcome')).toMatchObject([{ role: 'viewer' }])
    expect(editor.all('welcome')).toMatchObject([{ role: 'editor' }])
    editor.take()
    await world.say(
      viewer,
      update(1, new Author(1).write('a')),
      event(2, 'k'),
      { type: FrameType.gestureBegin, gesture: 3, nodes: ['n1'] },
      cursor(4, 8),
    )
    expect(viewer.all('error')).toMatchObject([
      { reason: 'forbidden', refused: FrameType.update, ref: 1 },
      { reason: 'forbidden', refused: FrameType.event, ref: 2 },
      { reason: 'forbidden', refused: FrameType.gestureBegin, ref: 3 },
    ])
    expect(viewer.closed).toBeUndefined()
    expect(viewer.all('ack')).toEqual([])
    expect(editor.all('tick')).toEqual([])
    expect(shownTo(editor)).toEqual(new Map([[0, { x: 4, y: 8 }]]))
  })
})

describe('a batch that is too large', () => {
  test('[W52] is refused alone: nothing of it is applied or acked, what follows is', async () => {
    const client = await world.join()
    const author = new Author(1)
    await world.say(client, update(1, author.write('x'.repeat(limits.maxUpdateBytes))))
    expect(client.all('error')).toMatchObject([
      { reason: 'too-large', refused: FrameType.update, ref: 1, subject: '' },
    ])
    expect(client.all('ack')).toEqual([])
    const other = new Author(2)
    await world.say(client, update(2, other.write('small')))
    expect(client.all('ack').map(({ batch }) => batch)).toContain(2)
    const late = await world.join(secondSession)
    expect(wordsOf(late.take())).toEqual(['small'])
  })
})

describe('a value that the canvas cannot have', () => {
  test('[W53] is put right in the tick that holds it, and its author is told, nobody else', async () => {
    const author = await world.join()
    const other = await world.join(secondSession)
    const doc = new Y.Doc()
    doc.clientID = 1
    const node = new Y.Map<unknown>()
    doc.getMap('nodes').set('n1', node)
    node.set('t', 'box')
    node.set('pl', ['', Number.NaN, 4])
    await world.say(author, update(1, Y.encodeStateAsUpdate(doc)))
    expect(author.all('error')).toMatchObject([
      { reason: 'invalid', refused: FrameType.update, ref: 1, subject: 'nodes/n1' },
    ])
    expect(author.all('ack').at(-1)).toMatchObject({ batch: 1 })
    expect(other.all('error')).toEqual([])
    const seen = new Y.Doc()
    for (const { update: bytes } of other.all('tick')) if (bytes) Y.applyUpdate(seen, bytes)
    const placement = seen.getMap<Y.Map<unknown>>('nodes').get('n1')?.get('pl') as unknown[]
    expect(placement.every((part) => typeof part === 'string' || Number.isFinite(part))).toBe(true)
  })
})

describe('replay', () => {
  test('[W54] every event after a position comes once more, under its ref', async () => {
    const client = await world.join()
    const { epoch } = client.all('welcome')[0]!
    for (let ref = 1; ref <= 5; ref++) await world.say(client, event(ref, `${ref}`))
    client.take()
    await world.say(client, { type: FrameType.replay, ref: 9, epoch, seq: 2 })
    expect(client.all('history')).toMatchObject([
      { ref: 9, recovered: true, eventSeq: 5, events: [{ seq: 3 }, { seq: 4 }, { seq: 5 }] },
    ])
  })

  test.for(['another epoch', 'one that is forgotten'] as const)('[W54] none comes for %s', async (why) => {
    const client = await world.join()
    const { epoch } = client.all('welcome')[0]!
    for (let ref = 1; ref <= roomLimits.eventHistoryEntries + 2; ref++) client.say(event(ref, `${ref}`))
    await world.clock.pass(1_000)
    client.take()
    const position = why === 'another epoch' ? { epoch: (epoch % 1_000) + 1, seq: 900 } : { epoch, seq: 1 }
    await world.say(client, { type: FrameType.replay, ref: 9, ...position })
    expect(client.all('history')).toMatchObject([{ ref: 9, recovered: false, events: [] }])
  })
})
