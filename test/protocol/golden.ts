import type { DownFrame } from '@coplane/client/protocol/down'
import type { FrameType } from '@coplane/client/protocol/frame-type'
import type { UpFrame } from '@coplane/client/protocol/up'
import { goldenDown } from './golden-down.ts'
import { goldenLive } from './golden-live.ts'
import type { Golden, GoldenOf } from './golden-shape.ts'
import { goldenUp } from './golden-up.ts'

export { bytesOf, hexOf } from './golden-bytes.ts'

export type AnyFrame = UpFrame | DownFrame
export type FrameName = keyof typeof FrameType

/** Every frame type with all its shapes. Changing a vector is changing the wire: see version-lock.test.ts. */
export const golden: GoldenOf<AnyFrame> = { ...goldenUp, ...goldenDown, ...goldenLive }

export const frameNames = Object.keys(golden) as FrameName[]

/** Every vector, with a title for a test. */
export const vectors: readonly (readonly [title: string, vector: Golden<AnyFrame>])[] = frameNames.flatMap(
  (name) => golden[name].map((vector) => [`${name} ${vector.shows}`, vector] as const),
)

/** Whether a client sends it. */
export function isUp(frame: AnyFrame): frame is UpFrame {
  return frame.type < 0x80
}
