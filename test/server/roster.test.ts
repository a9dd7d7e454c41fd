import { expect, test } from 'vitest'
import { Roster } from '../../server/src/room/roster.ts'
import { silentPeer } from '../support/silent-peer.ts'

function join(roster: Roster, clientId: number): void {
  const joining = { session: undefined, clientId, role: 'editor', profile: new Uint8Array(0) } as const
  roster.add({ size: 0, lagging: 0, frames: 0 }, silentPeer, joining)
}

test('[RO1] the first page is encoded once until somebody comes, and no other page is kept', () => {
  const roster = new Roster()
  for (let clientId = 0; clientId < 300; clientId++) join(roster, clientId)
  const first = roster.page(0)
  expect(roster.page(0)).toBe(first)
  expect(roster.page(7)).toEqual(roster.page(7))
  expect(roster.page(7)).not.toBe(roster.page(7))
  join(roster, 300)
  expect(roster.page(0)).not.toBe(first)
})
