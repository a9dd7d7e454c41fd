import type { Peer } from '../../server/src/room/ports.ts'

const silent = (): void => undefined

/** A member's other end that takes everything and says nothing. */
export const silentPeer: Peer = {
  acked: silent,
  accessChanged: silent,
  refused: silent,
  resync: silent,
  bufferedBytes: () => 0,
  subscribe: silent,
  unsubscribe: silent,
  close: silent,
}
