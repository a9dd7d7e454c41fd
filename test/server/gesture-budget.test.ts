import { expect, test } from 'vitest'
import { decodeLive } from '@coplane/client/protocol/live'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { NativeLive } from '../../server/src/dialect/native-live.ts'
import { NativeViewer } from '../../server/src/dialect/native-viewer.ts'
import { Counters } from '../../server/src/room/counters.ts'
import { Gesture } from '../../server/src/room/gesture.ts'
import type { LiveRound } from '../../server/src/room/live-round.ts'
import { roomLimits } from '../../server/src/room/room-limits.ts'
import { Roster } from '../../server/src/room/roster.ts'
import { silentPeer } from '../support/silent-peer.ts'
import { openAccess } from '../support/open-access.ts'

const ids = Array.from({ length: 1_000 }, (_, index) => `n${index}`)
const bounds = { left: 0, top: 0, right: 100, bottom: 100 }

/** What one of `members` is told of a thousand nodes that another one drags for four seconds. */
function drag(members: number): { readonly bytes: number; readonly last: number | undefined } {
  const roster = new Roster()
  const audience = { size: 0, lagging: 0, frames: 0 }
  for (let index = 0; index < members; index++)
    roster.add(audience, silentPeer, {
      session: undefined,
      clientId: index,
      asked: 'editor',
      access: openAccess,
      profile: new Uint8Array(0),
    })
  const gesture = new Gesture(0, roster.get(0)!, 1, ids, 0)
  const live = new NativeLive(new Counters())
  let bytes = 0
  let last: number | undefined
  const told = (_: Uint8Array | undefined, frame: Uint8Array | undefined): void => {
    const values = frame && decodeLive(frame)?.gestures.flatMap((each) => each.values)
    if (!values || values.length === 0) return
    bytes += frame.length
    last = values.at(-1)?.place?.x
  }
  live.add(new NativeViewer(roster.get(1)!, { live: told, bufferedBytes: () => 0 }))
  for (let number = 1, owes = true; number <= 80 || owes; number++) {
    const place = { x: number, y: 0 }
    const values = ids.map((_, node) => ({ node, place, size: undefined, rotation: undefined }))
    if (number <= 80)
      gesture.move({ type: FrameType.gestureMove, gesture: 1, parts: 1, bounds, values }, number)
    const round: LiveRound = {
      number,
      nowMs: number * 50,
      liveMs: 50,
      hasMotion: number <= 80,
      roster,
      gestures: [gesture],
    }
    owes = live.publish(round, undefined).owes
  }
  return { bytes, last }
}

test('[IN5] a thousand nodes in one hand are told a large room less often, and to the last place all the same', () => {
  const small = drag(10)
  const large = drag(1_000)
  expect(small.bytes).toBeGreaterThan(80 * 10_000)
  const share = roomLimits.gestureBytesPerSecond / 1_000
  // Four seconds and what is owed behind them, the burst at the beginning, and one frame that went beyond.
  expect(large.bytes).toBeLessThan(share * 5 + roomLimits.gestureBurstBytes + 10_100)
  expect(large.bytes).toBeGreaterThan(share * 3)
  expect([small.last, large.last]).toEqual([80, 80])
})
