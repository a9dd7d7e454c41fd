import type { Reject, Room } from '@coplane/client'
import type { Notice } from './notice.ts'
import { personOf } from './person.ts'

/** Says why something that the person did was taken back. */
export function showRefusals(room: Room, notice: Notice): void {
  room.onReject((reject) => notice.say(describe(room, reject)))
}

function describe(room: Room, { reason, nodes, message }: Reject): string {
  switch (reason) {
    case 'held': {
      const holder = nodes.map((id) => room.nodes.get(id)?.heldBy).find((member) => member !== undefined)
      const other = holder === undefined ? undefined : room.others.get(holder)
      return other
        ? `${personOf(other.profile, other.member).name} is moving that`
        : 'Somebody else is moving that'
    }
    case 'gone':
      return 'Somebody has deleted that meanwhile'
    case 'forbidden':
      return 'You may look at this room, but not change it'
    case 'too-large':
      return 'That is more than this room can take'
    case 'full':
      return 'This room holds as much as it may'
    case 'rate':
      return 'That was too much at once'
    case 'schema':
    case 'invalid':
      return `That was not possible: ${message}`
    default:
      return reason satisfies never
  }
}
