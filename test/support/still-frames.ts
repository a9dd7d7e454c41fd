import type { Environment } from '../../client-sdk/src/environment.ts'
import { FrameLoop } from '../../client-sdk/src/frame-loop.ts'

/** Animation frames that come when the test says so. */
export class StillFrames {
  readonly loop: FrameLoop
  private readonly due: (() => void)[] = []

  constructor() {
    this.loop = new FrameLoop({
      onFrame: (run: () => void) => void this.due.push(run),
    } as unknown as Environment)
  }

  next(): void {
    for (const run of this.due.splice(0)) run()
  }
}
