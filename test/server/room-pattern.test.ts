import { roles, type Role } from '@coplane/client/protocol/role'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { roleIn } from '../../server/src/auth/room-pattern.ts'

function inRooms(rooms: Readonly<Record<string, Role>>, room: string): Role | undefined {
  return roleIn(new Map(Object.entries(rooms)), room)
}

describe('[AU8] the pattern of a room', () => {
  test.for([
    [{ board: 'editor' }, 'board', 'editor'],
    [{ board: 'editor' }, 'boards', undefined],
    [{ board: 'editor' }, 'Board', undefined],
    [{ board: 'editor' }, 'boar', undefined],
    [{ 'team/*': 'editor' }, 'team/plan', 'editor'],
    [{ 'team/*': 'editor' }, 'team/a/b', 'editor'],
    [{ 'team/*': 'editor' }, 'team/', 'editor'],
    [{ 'team/*': 'editor' }, 'team', undefined],
    [{ 'team/*': 'editor' }, 'my-team/plan', undefined],
    [{ '*': 'viewer' }, 'any', 'viewer'],
    [{ '*': 'editor', 'team/*': 'viewer' }, 'team/plan', 'viewer'],
    [{ 'team/*': 'viewer', '*': 'editor' }, 'team/plan', 'viewer'],
    [{ 'team/*': 'editor', 'team/plan': 'viewer' }, 'team/plan', 'viewer'],
    [{ 'team/*': 'viewer', 'team/plan': 'admin' }, 'team/plan', 'admin'],
    [{ 'team/*/x': 'editor' }, 'team/a/x', undefined],
    [{ 'team/*/x': 'editor' }, 'team/*/x', 'editor'],
    [{ '**': 'editor' }, 'a', undefined],
    [{ '**': 'editor' }, '*a', 'editor'],
    [{ 'a.b': 'editor' }, 'axb', undefined],
    [{}, 'board', undefined],
  ] as const)('[AU8] %j: %s is %s', ([rooms, room, role]) => {
    expect(inRooms(rooms as Record<string, Role>, room)).toBe(role)
  })

  // Few letters, so that patterns meet names.
  const word = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*'), minLength: 1, maxLength: 6 })
  const someRooms = fc.uniqueArray(fc.tuple(word, fc.constantFrom(...roles)), {
    selector: ([pattern]) => pattern,
    maxLength: 6,
  })

  test('[AU8] that counts is the exact name, or else the one with the most letters before its star', () => {
    fc.assert(
      fc.property(someRooms, word, (rooms, room) => {
        const lengths = Array.from(room, (_, cut) => room.length - cut)
        const beginnings = [...lengths, 0].map((length) => `${room.slice(0, length)}*`)
        const inOrder = room.endsWith('*') ? beginnings : [room, ...beginnings]
        const granted = new Map(rooms)
        const first = inOrder.find((pattern) => granted.has(pattern))
        expect(roleIn(granted, room)).toBe(first === undefined ? undefined : granted.get(first))
      }),
      { numRuns: 2_000 },
    )
  })

  test('[AU8] does not depend on the order in which a token names them', () => {
    fc.assert(
      fc.property(someRooms, word, (rooms, room) => {
        expect(roleIn(new Map(rooms), room)).toBe(roleIn(new Map([...rooms].sort()), room))
      }),
    )
  })
})
