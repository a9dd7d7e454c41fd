import type { FrameType } from '@coplane/client/protocol/frame-type'

/** One frame of the wire, byte by byte. `hex` is written by hand from PROTOCOL.md, one group per field. */
export interface Golden<Frame> {
  /** What the example shows, after the frame's name. */
  readonly shows: string
  readonly hex: string
  readonly frame: Frame
}

/** The examples of some frames, by the frames' names. */
export type GoldenOf<Frame extends { readonly type: number }> = {
  readonly [
    Name in keyof typeof FrameType as (typeof FrameType)[Name] extends Frame['type'] ? Name : never
  ]: readonly Golden<Extract<Frame, { type: (typeof FrameType)[Name] }>>[]
}
