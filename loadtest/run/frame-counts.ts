import { FrameType } from '@coplane/client/protocol/frame-type'
import { laneBits } from '@coplane/client/protocol/tick'

/** Counts frames by the lane that they belong to, as the server's counters do. */
export class FrameCounts {
  frames = 0
  documentTicks = 0
  eventTicks = 0
  liveFrames = 0

  count(frame: Uint8Array): void {
    this.frames++
    const [type, lanes = 0] = frame
    if (type === FrameType.live || type === FrameType.overview) this.liveFrames++
    if (type !== FrameType.tick) return
    if ((lanes & laneBits.document) !== 0) this.documentTicks++
    if ((lanes & laneBits.event) !== 0) this.eventTicks++
  }
}
