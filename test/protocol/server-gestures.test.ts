import { beforeEach, describe, expect, test } from 'vitest'
import type { GestureEntry } from '@coplane/client/protocol/gesture-entry'
import { idsOf } from '@coplane/client/protocol/gesture-entry'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { limits } from '@coplane/client/protocol/limits'
import type { UpFrame } from '@coplane/client/protocol/up'
import * as Y from 'yjs'
import { view } from './looks.ts'
import { secondSession, update, type RawClient } from './raw-client.ts'
import { RawWorld } from './raw-world.ts'

let world: RawWorld
let me: RawClient
let other: RawClient
let doc: Y.Doc
let batch: number

beforeEach(async () => {
  world = new RawWorld()
  me = await world.join()
  other = await world.join(secondSession)
  doc = new Y.Doc()
  batch = 0
  await edit(['n1', 'n2', 'n3'], true)
  me.take()
  other.take()
})

/** Creates or removes nodes, as one batch of mine. */
async function edit(ids: readonly string[], isHere: boolean): Promise<void> {
  await world.say(me, editFrame(ids, isHere))
}

function editFrame(ids: readonly string[], isHere: boolean): UpFrame {
  const before = Y.encodeStateVector(doc)
  const nodes = doc.getMap('nodes')
  doc.transact(() => {
    for (const id of ids)
      if (isHere) {
        const node = new Y.Map()
        nodes.set(id, node)
        node.set('t', 'box')
        node.set('pl', ['', 0, 0])
      } else nodes.delete(id)
  })
  return update(++batch, Y.encodeStateAsUpdate(doc, before))
}

function begin(gesture: number, ...nodes: string[]): UpFrame {
  return { type: FrameType.gestureBegin, gesture, nodes }
}

function move(gesture: number, x: number, y: number, node = 0): UpFrame {
  const values = [{ node, place: { x, y }, size: undefined, rotation: undefined }]
  const bounds = { left: x, top: y, right: x + 100, bottom: y + 100 }
  return { type: FrameType.gestureMove, gesture, parts: 1, bounds, values }
}

function rest(gesture: number): UpFrame {
  return { ...(move(gesture, 0, 0) as Extract<UpFrame, { parts: number }>), values: [] }
}

function end(gesture: number, atBatch: number): UpFrame {
  return { type: FrameType.gestureEnd, gesture, batch: atBatch }
}

function entriesTo(client: RawClient): readonly GestureEntry[] {
  return client.all('tick').flatMap(({ gestures }) => gestures)
}

function placesTo(client: RawClient): unknown[] {
  return client
    .all('live')
    .flatMap(({ gestures }) =>
      gestures.flatMap(({ values }) => values.map(({ node, place }) => [node, place])),
    )
}

describe('a gesture begins', () => {
  test('[W46] it is told to everybody in a tick, with its member and nodes', async () => {
    await world.say(me, begin(1, 'n1', 'n2'))
    const [entry] = entriesTo(other)
    expect(entry).toMatchObject({ op: 'began', member: 0 })
    expect(entry?.op === 'began' && idsOf(entry)).toEqual(['n1', 'n2'])
    expect(me.all('error')).toEqual([])
  })

  test('[W46] a node that somebody else holds is refused as held, one that the same member holds is not', async () => {
    await world.say(me, begin(1, 'n1', 'n2'))
    await world.say(other, begin(7, 'n3', 'n2'))
    expect(other.all('error')).toMatchObject([
      { reason: 'held', refused: FrameType.gestureBegin, ref: 7, subject: 'nodes/n2' },
    ])
    await world.say(me, begin(2, 'n1'))
    expect(me.all('error')).toEqual([])
    expect(entriesTo(me).filter(({ op }) => op === 'began')).toHaveLength(2)
  })

  test('[DESIGN 4] is no tick of its own while others edit: it is told with the next edit, or a round later', async () => {
    const { counters } = world.server
    const before = counters.ticks
    for (let count = 1; count <= 40; count++) {
      me.say(editFrame([`m${count}`], true))
      other.say(begin(count, 'n1'))
      await world.clock.pass(12)
      other.say(end(count, 0))
      await world.clock.pass(13)
    }
    expect(counters.ticks - before).toBeLessThan(50)
    await world.clock.pass(300)
    await world.say(other, begin(50, 'n2'))
    expect(entriesTo(me).filter(({ op }) => op === 'began').length).toBeGreaterThan(20)
    expect(entriesTo(me).at(-1)).toMatchObject({ op: 'began', member: 1 })
  })

  test('[W46] of two that begin in one tick the first has the node', async () => {
    me.say(begin(1, 'n1'))
    await world.clock.pass(25)
    other.say(begin(1, 'n1'))
    await world.clock.pass(300)
    expect(me.all('error')).toEqual([])
    expect(other.all('error')).toMatchObject([{ reason: 'held', ref: 1 }])
  })

  test('[W46] nodes that are not in the document are refused as gone, one that the batch before created is not', async () => {
    await world.say(me, begin(1, 'nowhere'))
    expect(me.all('error')).toMatchObject([{ reason: 'gone', ref: 1, subject: 'nodes/nowhere' }])
    me.take()
    me.say(editFrame(['new'], true))
    await world.say(me, begin(2, 'new'))
    expect(me.all('error')).toEqual([])
    expect(entriesTo(other)).toMatchObject([{ op: 'began' }])
  })

  test('[W46] ids beyond the limit are refused as too large', async () => {
    await world.say(
      me,
      begin(1, 'x'.repeat(limits.maxGestureBytes / 2), 'y'.repeat(limits.maxGestureBytes / 2)),
    )
    expect(me.all('error')).toMatchObject([{ reason: 'too-large', refused: FrameType.gestureBegin, ref: 1 }])
  })

  test('[W46] a joiner is told of what is under way by its roster, and of where it is by its first live frame', async () => {
    await world.say(me, begin(1, 'n1'), move(1, 40, 80))
    const late = await world.join({ session: new Uint8Array(16).fill(9), clientId: 9 })
    await world.clock.pass(300)
    const [roster] = late.all('roster')
    expect(roster!.gestures).toMatchObject([{ op: 'began', member: 0 }])
    expect(placesTo(late)).toEqual([[0, { x: 40, y: 80 }]])
  })
})

describe('a gesture moves', () => {
  test('[W47] its values reach those whose view meets its bounds, and never its author', async () => {
    await world.say(other, view(0, 0, 400, 400))
    await world.say(me, begin(1, 'n1'), move(1, 40, 80))
    expect(placesTo(other)).toEqual([[0, { x: 40, y: 80 }]])
    expect(placesTo(me)).toEqual([])
    other.take()
    await world.say(me, move(1, 5_000, 0))
    expect(placesTo(other)).toEqual([])
    await world.say(other, view(5_000, 0, 400, 400))
    expect(placesTo(other)).toEqual([[0, { x: 5_000, y: 0 }]])
  })

  test('[W47] what comes into view is told whole, then only what changed', async () => {
    await world.say(other, view(0, 0, 400, 400))
    await world.say(me, begin(1, 'n1', 'n2'), move(1, 9_000, 0, 0), move(1, 9_000, 9, 1))
    expect(placesTo(other)).toEqual([])
    await world.say(me, move(1, 100, 0, 0))
    expect(placesTo(other)).toEqual([
      [0, { x: 100, y: 0 }],
      [1, { x: 9_000, y: 9 }],
    ])
    other.take()
    await world.say(me, move(1, 101, 0, 0))
    expect(placesTo(other)).toEqual([[0, { x: 101, y: 0 }]])
  })

  test('[W47] sizes and rotations travel beside places', async () => {
    const size = { x: 400, y: 200 }
    await world.say(me, begin(1, 'n1'), move(1, 4, 8), {
      ...(move(1, 0, 0) as Extract<UpFrame, { parts: number }>),
      parts: 6,
      values: [{ node: 0, place: undefined, size, rotation: 0x4000 }],
    })
    const values = other.all('live').flatMap(({ gestures }) => gestures.flatMap((each) => each.values))
    expect(values.at(-1)).toEqual({ node: 0, place: { x: 4, y: 8 }, size, rotation: 0x4000 })
  })
})

describe('a gesture ends', () => {
  test('[W48] in the very tick that holds its batch', async () => {
    await world.say(me, begin(1, 'n1'))
    other.take()
    me.say(end(1, batch + 1))
    await world.clock.pass(300)
    expect(entriesTo(other)).toEqual([])
    await world.say(me, editFrame(['n9'], true))
    const ticks = other.all('tick').filter(({ update: bytes, gestures }) => bytes ?? gestures.length > 0)
    expect(ticks).toMatchObject([{ gestures: [{ op: 'ended', why: 'committed' }] }])
    expect(ticks[0]!.update).toBeDefined()
  })

  test('[W48] at once when it was cancelled', async () => {
    await world.say(me, begin(1, 'n1'), end(1, 0))
    expect(entriesTo(other).at(-1)).toMatchObject({ op: 'ended', why: 'cancelled' })
    await world.say(other, begin(1, 'n1'))
    expect(other.all('error')).toEqual([])
  })

  test('[W48] a hand that lets go and one that takes over may share a tick', async () => {
    await world.say(me, begin(1, 'n1'))
    other.take()
    me.say(end(1, 0))
    await world.clock.pass(25)
    other.say(begin(1, 'n1'))
    await world.clock.pass(300)
    expect(other.all('error')).toEqual([])
    expect(entriesTo(other).map(({ op }) => op)).toEqual(['ended', 'began'])
  })

  test('[W49] when nothing is heard of it for three seconds, but not while the hand rests on it', async () => {
    await world.say(me, begin(1, 'n1'), begin(2, 'n2'))
    other.take()
    for (let second = 0; second < 6; second++) {
      me.say(rest(2))
      await world.clock.pass(1_000)
    }
    expect(entriesTo(other)).toMatchObject([{ op: 'ended', why: 'expired' }])
    await world.say(other, begin(1, 'n1'))
    expect(other.all('error')).toEqual([])
  })

  test('[W49] when its member leaves, in the same tick', async () => {
    await world.say(me, begin(1, 'n1'))
    other.take()
    me.link.close(1000)
    await world.clock.pass(300)
    expect(other.all('tick')).toMatchObject([
      { roster: [{ op: 'left', member: 0 }], gestures: [{ op: 'ended', why: 'left' }] },
    ])
  })

  test('[W49] when its last node is deleted, not when one of them is', async () => {
    await world.say(me, begin(1, 'n1', 'n2'))
    other.take()
    await edit(['n1'], false)
    expect(entriesTo(other)).toEqual([])
    await edit(['n2'], false)
    expect(entriesTo(other)).toMatchObject([{ op: 'ended', why: 'gone' }])
  })

  test('[W50] with its socket: a session that comes back begins it anew', async () => {
    await world.say(me, begin(1, 'n1'))
    other.take()
    const back = await world.join()
    await world.say(back, begin(1, 'n1'))
    expect(entriesTo(other).map(({ op }) => op)).toEqual(['ended', 'began'])
    expect(back.all('error')).toEqual([])
  })
})
