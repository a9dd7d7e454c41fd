import type { CloseName } from '@coplane/client/protocol/close-codes'
import { encodeCursor } from '@coplane/client/protocol/cursor'
import { encodeEvent } from '@coplane/client/protocol/event'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { encodeGestureBegin } from '@coplane/client/protocol/gesture-begin'
import { encodeHello } from '@coplane/client/protocol/hello'
import { limits } from '@coplane/client/protocol/limits'
import { encodeProfile } from '@coplane/client/protocol/profile'
import { encodeSelection } from '@coplane/client/protocol/selection'
import { encodeUpdate } from '@coplane/client/protocol/update'
import * as Y from 'yjs'
import { insist } from '../../support/insist.ts'
import { RawMember } from '../members/raw-member.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

/** What a member says, and how it ends: a close code's name, or the reason of the ERROR after which it goes on. */
type Row = readonly [what: string, frame: Uint8Array | string, closes: CloseName]

const update = realUpdate()
const key = new TextEncoder().encode('key')
const hello = encodeHello({
  role: 'editor',
  clientId: 7,
  epoch: 0,
  eventSeq: 0,
  session: new Uint8Array(16),
  stateVector: Uint8Array.of(0),
  profile: new Uint8Array(0),
})

/** From a member that is in. */
const rows: readonly Row[] = [
  ['no byte at all', new Uint8Array(0), 'bad-frame'],
  ['a type that nobody knows', Uint8Array.of(0x7f, 1, 2, 3), 'bad-frame'],
  ['a frame that only servers send', Uint8Array.of(FrameType.tick, 0, 0, 0), 'bad-frame'],
  ['text', 'hello', 'bad-frame'],
  ['text that is a frame', String.fromCharCode(...encodeCursor(undefined)), 'bad-frame'],
  ['a second HELLO', hello, 'bad-frame'],
  ['an UPDATE that ends early', encodeUpdate(1, update).subarray(0, 7), 'bad-frame'],
  ['an UPDATE that goes on', Uint8Array.of(...encodeUpdate(1, update), 0), 'bad-frame'],
  [
    'an UPDATE whose length is a lie',
    Uint8Array.of(FrameType.update, 1, 0, 0, 0, 255, 255, 255, 255, 0),
    'bad-frame',
  ],
  [
    'a Yjs update that is noise',
    encodeUpdate(
      1,
      Uint8Array.from({ length: 64 }, (_, n) => (n * 37) % 256),
    ),
    'bad-update',
  ],
  ['a Yjs update that ends early', encodeUpdate(1, update.subarray(0, 20)), 'bad-update'],
  ['a varint that never ends', encodeUpdate(1, new Uint8Array(20).fill(0xff)), 'bad-update'],
  [
    'a count of a thousand million structs',
    encodeUpdate(1, Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x03, 1)),
    'bad-update',
  ],
  ['a cursor of an unknown kind', Uint8Array.of(FrameType.cursor, 9), 'bad-frame'],
  ['a cursor that ends early', encodeCursor({ x: 1, y: 2 }).subarray(0, 4), 'bad-frame'],
  ['an event without a key', encodeEvent(1, new Uint8Array(0), key), 'bad-frame'],
  [
    'an event whose key is too long',
    encodeEvent(1, new Uint8Array(limits.maxEventKeyBytes + 1), key),
    'bad-frame',
  ],
  ['a profile that is too large', encodeProfile(new Uint8Array(limits.maxProfileBytes + 1)), 'bad-frame'],
  [
    'a selection that is too large',
    encodeSelection(new Uint8Array(limits.maxSelectionBytes + 1)),
    'bad-frame',
  ],
  ['a gesture without nodes', encodeGestureBegin(1, []), 'bad-frame'],
  [
    'a gesture of more nodes than it names',
    Uint8Array.of(FrameType.gestureBegin, 1, 0, 255, 255, 1, 0, 97),
    'bad-frame',
  ],
  ['a frame above the limit', new Uint8Array(limits.maxFrameBytes + 1), 'too-large'],
]

/** From a socket that has not said who it is. */
const early: readonly Row[] = [
  ['another frame than HELLO', encodeCursor(undefined), 'bad-frame'],
  ['a HELLO that ends early', hello.subarray(0, 20), 'bad-frame'],
  ['a HELLO whose state vector is none', helloWith(Uint8Array.of(200, 200, 200)), 'bad-frame'],
]

export const malformedFrames: Scenario = {
  id: 'STR21',
  sentence: `each of ${rows.length + early.length} malformed frames ends its socket with the documented code and nobody else's`,
  timeoutMs: 40_000,
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const [neighbour, witness] = [await stage.sdk(room), await stage.raw(room)]
    const closes = async (member: RawMember, [what, , name]: Row): Promise<void> => {
      await stage.until(`${what} is answered`, () => member.closed !== undefined)
      stage.same(member.closed, name, what)
      neighbour.room.meta.set('after', what)
      await stage.until(`the neighbour is saved after ${what}`, () => neighbour.isSaved)
    }
    for (const row of rows) {
      const member = await stage.raw(room)
      member.say(row[1])
      await closes(member, row)
    }
    for (const row of early) {
      const member = new RawMember(stage.urlOf(room), undefined)
      stage.defer(() => member.terminate())
      await stage.until('a socket is open', () => member.isOpen)
      member.say(row[1])
      await closes(member, row)
    }
    stage.held.edits += rows.length + early.length
    const ticks = witness.all(FrameType.tick).map(({ seq }) => seq)
    stage.same(ticks.map((seq, index) => seq - index - ticks[0]!).filter(Boolean), [], 'gaps in the ticks')
    stage.same([neighbour.resumed, neighbour.room.stats().gaps], [0, 0], 'returns and gaps of the neighbour')
    const [last] = early.at(-1)!
    await stage.until('the witness has the last edit', () => witness.doc.getMap('meta').get('after') === last)
  },
}

function helloWith(stateVector: Uint8Array): Uint8Array {
  return encodeHello({
    role: 'editor',
    clientId: 7,
    epoch: 0,
    eventSeq: 0,
    session: new Uint8Array(16),
    stateVector,
    profile: new Uint8Array(0),
  })
}

function realUpdate(): Uint8Array {
  const doc = new Y.Doc()
  doc.getMap('nodes').set('n', new Y.Map([['t', 'service']]))
  const bytes = Y.encodeStateAsUpdate(doc)
  insist(bytes.length > 24, 'the update is long enough to be cut')
  return bytes
}
