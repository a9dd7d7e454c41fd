import { encodeEvent } from '@coplane/client/protocol/event'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { limits } from '@coplane/client/protocol/limits'
import { RawMember } from '../members/raw-member.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

export const bounds: Scenario = {
  id: 'STR22',
  sentence:
    'what is too large is refused by its ERROR and the socket stays; a room that cannot be is closed for good',
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const [neighbour, member] = [await stage.sdk(room), await stage.raw(room)]
    const refusals = (): string[] => member.all(FrameType.error).map(({ reason, ref }) => `${reason} ${ref}`)

    member.sayEvent(1, 'large', new Uint8Array(limits.maxEventBytes + 1))
    await stage.until('the event is refused', () => refusals().length === 1)
    member.say(encodeEvent(2, new TextEncoder().encode('small'), Uint8Array.of(1)))
    await stage.until('the next one is published', () => member.events.length === 1)

    member.sayUpdate(new Uint8Array(limits.maxUpdateBytes + 1))
    await stage.until('the update is refused', () => refusals().length === 2)
    stage.same(refusals(), ['too-large 1', 'too-large 1'], 'what was refused')
    member.sayEdits(() => stage.held.edits++)
    member.doc.getMap('meta').set('after', 'the refusals')
    await stage.until('the next edit is there', () => neighbour.room.meta.get('after') === 'the refusals')
    stage.same(member.closed, undefined, 'how the member ended')

    for (const name of ['', 'x'.repeat(limits.maxRoomNameBytes + 1), '画'.repeat(341)]) {
      const stranger = new RawMember(stage.urlOf(name), undefined)
      stage.defer(() => stranger.terminate())
      await stage.until('a room that cannot be is refused', () => stranger.closed !== undefined)
      stage.same(stranger.closed, 'bad-room', `a room named by ${name.length} letters`)
    }
  },
}
