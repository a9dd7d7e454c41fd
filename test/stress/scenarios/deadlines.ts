import { RawMember } from '../members/raw-member.ts'
import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'

const helloMs = 10_000
/** A ping after 8 s of silence, the end 8 s later, looked at every 4 s. */
const silentMs = 24_000

export const deadlines: Scenario = {
  id: 'STR20',
  sentence:
    'who never says HELLO is closed for it at its time; behind a black hole client and server both notice, the member comes back by itself and leaves no ghost',
  timeoutMs: 45_000,
  run: async (stage: Stage) => {
    const room = stage.roomName()
    const startMs = performance.now()
    const mute = new RawMember(stage.urlOf(room), undefined)
    stage.defer(() => mute.terminate())
    const witness = await stage.sdk(room)
    const proxy = await stage.proxy()
    const lost = await stage.sdk(room, proxy)
    const gone = await stage.sdk(room, proxy)
    const others = (): number => witness.room.others.size
    await stage.until('the witness sees both', () => others() === 2)
    for (const link of proxy.links) link.blackhole()
    gone.room.close()

    await stage.until('the mute one is closed', () => mute.closed !== undefined)
    const muteMs = performance.now() - startMs
    stage.same(mute.closed, 'hello-timeout', 'how the mute one ended')
    stage.check(Math.abs(muteMs - helloMs) < 2_000, `after ${Math.round(muteMs)} ms`)

    lost.room.meta.set('said', 'in the dark')
    await stage.until('the lost one is back and saved', () => lost.isSaved && lost.resumed === 1, 30_000)
    await stage.until('its edit is there', () => witness.room.meta.get('said') === 'in the dark')
    await stage.until('nobody else is shown', () => others() === 1, silentMs)
    stage.same(witness.resumed, 0, 'returns of the witness')
    stage.held.edits++
  },
}
