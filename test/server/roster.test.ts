import { encodeEntries } from '@coplane/client/protocol/lane-block'
import { limits } from '@coplane/client/protocol/limits'
import { rosterEntryBytes, writeRosterEntry } from '@coplane/client/protocol/roster-entry'
import { expect, test } from 'vitest'
import type { Member } from '../../server/src/room/member.ts'
import { Roster } from '../../server/src/room/roster.ts'
import { SeededRandom } from '../support/sim/seeded-random.ts'
import { silentPeer } from '../support/silent-peer.ts'
import { openAccess } from '../support/open-access.ts'

function join(roster: Roster, clientId: number, session?: string): Member {
  const joining = {
    session,
    clientId,
    asked: 'editor',
    access: openAccess,
    profile: new Uint8Array(0),
  } as const
  return roster.add({ size: 0, lagging: 0, frames: 0 }, silentPeer, joining)
}

test('[RO1] the first page is encoded once until somebody of it comes or goes, and no other page is kept', () => {
  const roster = new Roster()
  for (let clientId = 0; clientId < 150; clientId++) join(roster, clientId)
  const short = roster.page(0)
  expect(roster.page(0)).toBe(short)
  for (let clientId = 150; clientId < 300; clientId++) join(roster, clientId)
  const first = roster.page(0)
  expect(first).not.toBe(short)
  expect(roster.page(0)).toBe(first)
  expect(roster.page(7)).toEqual(roster.page(7))
  expect(roster.page(7)).not.toBe(roster.page(7))
  join(roster, 300)
  expect(roster.page(0)).toBe(first)
  roster.changed(roster.get(3)!)
  expect(roster.page(0)).not.toBe(first)
})

test('[RO1] whatever comes and goes, a kept first page is what would be encoded anew', () => {
  const roster = new Roster()
  const random = new SeededRandom(7)
  for (let clientId = 0; clientId < 190; clientId++) join(roster, clientId)
  for (let step = 0, clientId = 190; step < 400; step++) {
    const member = roster.get(random.below(240))
    if (member && random.below(2) === 0) roster.remove(member)
    else if (member && random.below(4) === 0) roster.changed(member)
    else join(roster, clientId++)
    const kept = roster.page(0)
    const inOrder = [...roster.all()].sort((one, other) => one.index - other.index)
    const entries = inOrder.slice(0, limits.rosterPage).map(({ index, profile, clientId: id }) => ({
      op: 'present' as const,
      member: index,
      clientId: id,
      profile,
    }))
    const anew = encodeEntries(entries, rosterEntryBytes, writeRosterEntry)
    expect(Buffer.compare(kept.members, anew)).toBe(0)
    expect(kept.next).toBe(inOrder[limits.rosterPage]?.index)
  }
})

test('[RO4] a session is found by its newest member until that leaves', () => {
  const roster = new Roster()
  const older = join(roster, 1, 'here')
  const newer = join(roster, 2, 'here')
  expect(roster.withSession('here')).toBe(newer)
  roster.remove(older)
  expect(roster.withSession('here')).toBe(newer)
  roster.remove(newer)
  expect(roster.withSession('here')).toBeUndefined()
  expect(roster.withSession('elsewhere')).toBeUndefined()
})
