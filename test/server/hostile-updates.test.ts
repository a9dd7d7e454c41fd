import * as encoding from 'lib0/encoding'
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { UpdateScan } from '../../server/src/room/update/update-scan.ts'
import { any, contents, craftUpdate, json, length, text, type, types } from '../support/crafted-update.ts'
import type { CraftedBlock, CraftedStruct } from '../support/crafted-update.ts'
import { RawAuthor } from '../support/raw-author.ts'
import { RefusingRoom } from '../support/refusing-room.ts'

const one: CraftedStruct = { content: contents.any, parent: 'list', write: any(1) }
const after = (client: number, clock: number): CraftedStruct => ({
  content: contents.any,
  origin: { client, clock },
  write: any(1),
})

function by(client: number, clock: number, ...structs: CraftedStruct[]): CraftedBlock {
  return { client, clock, structs }
}

function subdocument(options: unknown): CraftedStruct {
  return {
    content: contents.doc,
    parent: 'nodes',
    key: 'd',
    write: (encoder) => {
      encoding.writeVarString(encoder, 'guid')
      encoding.writeAny(encoder, options as Parameters<typeof encoding.writeAny>[1])
    },
  }
}

const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels)
const deepAny = (encoder: encoding.Encoder): void => {
  encoding.writeVarUint(encoder, 1)
  encoding.writeAny(encoder, JSON.parse(deep(101)) as Parameters<typeof encoding.writeAny>[1])
}

/** What Yjs would read, and then throw half way, hang, or be unable to write again. */
const malformed: readonly (readonly [what: string, update: Uint8Array])[] = [
  ['an item behind one that its own client has not written', craftUpdate([by(5, 0, after(5, 3))])],
  ['an item behind itself', craftUpdate([by(5, 0, one, after(5, 1))])],
  [
    'a type that lies in itself',
    craftUpdate([
      by(5, 0, { ...one, content: contents.type, parent: { client: 5, clock: 0 }, write: type(types.map) }),
    ]),
  ],
  [
    'an empty string',
    craftUpdate([by(5, 0, { ...one, content: contents.string, write: text('') }, after(5, 0))]),
  ],
  ['an item of no values', craftUpdate([by(5, 0, { ...one, write: any() })])],
  ['garbage of no length', craftUpdate([by(5, 0, { content: contents.gc, write: length(0) })])],
  ['a deletion of no length of what is missing', craftUpdate([by(5, 0, one)], [[9, 5, 0]])],
  ['a clock that V2 cannot write', craftUpdate([by(5, 2 ** 49, one)])],
  [
    'garbage up to such a clock',
    craftUpdate([
      by(
        5,
        0,
        { content: contents.gc, write: length(2 ** 48) },
        { content: contents.gc, write: length(2 ** 49 - 1) },
      ),
    ]),
  ],
  ['a deletion up to such a clock', craftUpdate([], [[5, 2 ** 48, 2 ** 49 - 1]])],
  [
    'JSON nested too deep',
    craftUpdate([by(5, 0, { ...one, content: contents.json, write: json(deep(101)) })]),
  ],
  [
    'an embed nested too deep',
    craftUpdate([by(5, 0, { ...one, content: contents.embed, write: text(deep(100_000)) })]),
  ],
  ['a value nested too deep', craftUpdate([by(5, 0, { ...one, write: deepAny })])],
  ['a subdocument without an id', craftUpdate([by(5, 0, subdocument({ guid: null }))])],
  ['a subdocument without options', craftUpdate([by(5, 0, subdocument(null))])],
  [
    'more subdocuments than memory should hold',
    craftUpdate([by(5, 0, ...Array.from({ length: 65 }, () => subdocument({})))]),
  ],
  ['one client in two blocks', craftUpdate([by(5, 0, one), by(5, 1, one)])],
  [
    'deletions of one client in two blocks',
    craftUpdate(
      [],
      [
        [5, 3, 1],
        [5, 1, 1],
      ],
    ),
  ],
  ['a skip with neighbours', Uint8Array.of(1, 1, 5, 0, 128 + 10, 1, 0)],
  ['an unknown content', Uint8Array.of(1, 1, 5, 0, 11, 1, 4, 108, 105, 115, 116, 0)],
  ['a string that is no UTF-8', Uint8Array.of(1, 1, 5, 0, 4, 1, 1, 116, 2, 0xc3, 0x28, 0)],
  ['four billion structs', Uint8Array.of(1, 0xff, 0xff, 0xff, 0xff, 0x0f, 5, 0, 0)],
  ['bytes behind its end', Uint8Array.of(0, 0, 0)],
]

describe('[VA1] what every Yjs reads and none writes is malformed', () => {
  test.each(malformed)('[VA1] %s', (_, update) => {
    expect(UpdateScan.judge(update)).toBe('malformed')
  })
})

const garbage = craftUpdate([by(5, 0, { content: contents.gc, write: length(2) })])
const nested = (from: number, levels: number): CraftedStruct[] =>
  Array.from({ length: levels }, (_, index) => ({
    content: contents.type,
    parent: { client: 5, clock: from + index },
    key: 'k',
    write: type(types.map),
  }))
const topMap: CraftedStruct = { content: contents.type, parent: 'nodes', key: 'top', write: type(types.map) }
const letters = (count: number): Uint8Array =>
  craftUpdate([by(5, 0, { content: contents.string, parent: 'text', write: text('x'.repeat(count)) })])

/** Well formed, and yet not to be applied to the document that it meets. */
const misfits: readonly (readonly [what: string, before: Uint8Array[], update: Uint8Array])[] = [
  [
    'a string whose beginning is garbage',
    [garbage],
    craftUpdate([by(5, 0, { content: contents.string, parent: 'list', write: text('abcd') })]),
  ],
  ['types in types in types, at once', [], craftUpdate([by(5, 0, topMap, ...nested(0, 300))])],
  [
    'types in types in types, one after the other',
    [craftUpdate([by(5, 0, topMap, ...nested(0, 200))])],
    craftUpdate([by(5, 201, ...nested(200, 100))]),
  ],
  [
    'thousands of roots',
    [],
    craftUpdate([by(5, 0, ...Array.from({ length: 300 }, (_, index) => ({ ...one, parent: `r${index}` })))]),
  ],
  [
    'twenty thousand cuts from behind',
    [letters(40_000)],
    craftUpdate([
      by(6, 0, ...Array.from({ length: 20_000 }, (_, index) => after(5, 2 * (20_000 - index) - 1))),
    ]),
  ],
  [
    'thousands in front of as many letters',
    [letters(3_000)],
    craftUpdate([
      by(
        6,
        0,
        ...Array.from({ length: 2_000 }, (_, index) => ({ ...one, right: { client: 5, clock: index + 1 } })),
      ),
    ]),
  ],
]

describe('[VA2] an update that does not fit is refused whole', () => {
  test.each(misfits)('[VA2] %s', (_, before, update) => {
    const room = new RefusingRoom()
    room.tick(before)
    expect(UpdateScan.judge(update)).toBe('suspect')
    const bytes = room.snapshot()
    expect(room.tick([update])).toEqual([0])
    expect(room.snapshot()).toEqual(bytes)
  })

  test('[VA2] the others of its tick are applied all the same', () => {
    const room = new RefusingRoom()
    const [author, other] = [new RawAuthor(1), new RawAuthor(2)]
    author.node('a', ['', 1, 1])
    other.node('b', ['', 2, 2])
    room.tick([garbage])
    const [first] = author.take()
    const [second] = other.take()
    expect(room.tick([first!, misfits[0]![2], second!])).toEqual([1])
    expect(Object.keys(room.replica.getMap('nodes').toJSON()).sort()).toEqual(['a', 'b'])
  })
})

test('[VA3] what waits is asked again before it goes in: of garbage, it is dropped, and the tick that brought it stays', () => {
  const room = new RefusingRoom()
  const late = craftUpdate([by(5, 1, { content: contents.string, parent: 'list', write: text('abcd') })])
  expect(room.tick([late])).toEqual([])
  expect(room.tick([garbage])).toEqual([])
  expect(room.document.stateVector()).toEqual(Uint8Array.of(1, 5, 2))
})

test('[VA3] what waits still goes in when what it waited for comes', () => {
  const room = new RefusingRoom()
  const late = craftUpdate([by(5, 1, after(5, 0), after(5, 1))])
  room.tick([late])
  room.tick([craftUpdate([by(5, 0, one)])])
  expect(room.replica.getArray('list').toJSON()).toEqual([1, 1, 1])
})

test('[VA4] names of roots that nothing comes into are forgotten', () => {
  const room = new RefusingRoom()
  room.tick([craftUpdate([by(5, 0, one)])])
  for (let round = 0; round < 1_000; round++) {
    const known = craftUpdate([by(5, 0, { ...one, parent: `root ${round}` })])
    expect(room.tick([known])).toEqual([])
  }
  expect(room.tick([craftUpdate([by(6, 0, { ...one, parent: 'one more' })])])).toEqual([])
})

test('[VA5] what Yjs and its users do write is not malformed: contents of every kind, empty or in pieces', () => {
  const doc = new Y.Doc()
  doc.clientID = 7
  const nodes = doc.getMap<unknown>('nodes')
  const rich = doc.getText('text')
  rich.insert(0, 'ünï🎈')
  rich.format(1, 2, { bold: true })
  rich.insertEmbed(2, { image: 'x' })
  rich.delete(0, 2)
  nodes.set('xml', new Y.XmlElement('p'))
  nodes.set('hook', new Y.XmlHook('h'))
  nodes.set('sub', new Y.Doc({ gc: false, autoLoad: true, meta: { a: 1 } }))
  nodes.set('any', [undefined, null, 1.5, -3, 2n ** 60n, true, 'x', { y: [] }, Uint8Array.of(1)])
  nodes.set('bin', Uint8Array.of(1, 2))
  const update = Y.encodeStateAsUpdate(doc)
  expect(UpdateScan.judge(update)).not.toBe('malformed')
  const room = new RefusingRoom()
  expect(room.tick([update])).toEqual([])
  expect(Y.encodeStateAsUpdate(room.replica)).toEqual(update)
})

test('[VA5] a large update of honest making fits: what was refused and taken back leaves garbage by the hundred', () => {
  const author = new RawAuthor(7)
  author.doc.transact(() => {
    for (let index = 0; index < 400; index++) author.node(`n${index}`, ['', index, 0], `a${index}`)
    for (let index = 0; index < 300; index++) author.nodes.delete(`n${index}`)
  })
  const room = new RefusingRoom()
  expect(room.tick([Y.encodeStateAsUpdate(author.doc)])).toEqual([])
  expect(room.replica.getMap('nodes').size).toBe(100)
})

test('[VA5] so does a list that many wrote to its front, and one place of a text that they came back to', () => {
  const doc = new Y.Doc()
  const list = doc.getArray('list')
  const words = doc.getText('text')
  words.insert(0, 'ab')
  for (let turn = 0; turn < 600; turn++) {
    doc.clientID = 1 + (turn % 3)
    list.insert(0, [turn])
    words.insert(1, 'x')
  }
  const room = new RefusingRoom()
  expect(room.tick([Y.encodeStateAsUpdate(doc)])).toEqual([])
  expect(room.replica.getArray('list').length).toBe(600)
  expect(room.replica.getText('text').length).toBe(602)
})

test('[VA5] and what somebody wrote to the front of a list offline, while others did', () => {
  const [offline, others] = [new Y.Doc(), new Y.Doc()]
  offline.clientID = 9
  others.clientID = 3
  for (let turn = 0; turn < 3_000; turn++) others.getArray('list').insert(0, [turn])
  for (let turn = 0; turn < 300; turn++) offline.getArray('list').insert(0, [turn])
  const room = new RefusingRoom()
  expect(room.tick([Y.encodeStateAsUpdate(others)])).toEqual([])
  expect(room.tick([Y.encodeStateAsUpdate(offline)])).toEqual([])
  expect(room.replica.getArray('list').length).toBe(3_300)
})
