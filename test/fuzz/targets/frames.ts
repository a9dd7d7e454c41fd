import { decodeDown } from '@coplane/client/protocol/down'
import { FrameType } from '@coplane/client/protocol/frame-type'
import { decodeUp } from '@coplane/client/protocol/up'
import { encodeFrame } from '../../protocol/encode-frame.ts'
import { bytesOf, golden, type AnyFrame } from '../../protocol/golden.ts'
import { isSameBytes, must, type Target } from '../target.ts'

/** The decoders of both directions: what they take is a frame of no more parts than bytes, and its encoding is those bytes. */
export const frames: Target = {
  name: 'frames',
  maxBytes: 512,
  share: 0.5,
  seeds: () =>
    Object.values(golden).flatMap((vectors) =>
      vectors.map(({ hex }: { readonly hex: string }) => bytesOf(hex)),
    ),
  words: Object.values(FrameType).map((type) => Uint8Array.of(type)),
  run(input) {
    for (const frame of [decodeUp(input), decodeDown(input)]) {
      if (!frame) continue
      must(partsOf(frame) <= 10 + input.length, 'a frame has more parts than bytes')
      if (hasOneEncoding(frame)) must(isSameBytes(encodeFrame(frame), input), 'a frame is encoded otherwise')
    }
  },
}

function partsOf(frame: AnyFrame): number {
  return Object.values(frame).reduce<number>(
    (sum, value) => sum + (Array.isArray(value) ? value.length : 1),
    0,
  )
}

/** Texts are repaired where they are read, and a block of a tick may be there and empty. */
function hasOneEncoding(frame: AnyFrame): boolean {
  return (
    frame.type !== FrameType.gestureBegin &&
    frame.type !== FrameType.error &&
    frame.type !== FrameType.tick &&
    frame.type !== FrameType.live
  )
}
