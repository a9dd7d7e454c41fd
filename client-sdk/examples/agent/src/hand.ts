import { setTimeout as pause } from 'node:timers/promises'
import type { Room } from '@coplane/client'

type Point = readonly [x: number, y: number]

const strideMs = 50

/** The agent's cursor: it glides, so that people can follow with their eyes what the agent is about to do. */
export class Hand {
  private at: Point = [0, 0]
  private readonly room: Room
  private readonly glideMs: number

  constructor(room: Room, glideMs: number) {
    this.room = room
    this.glideMs = glideMs
  }

  /** @throws an AbortError when the signal ends it on its way. */
  async pointTo(target: Point, signal: AbortSignal): Promise<void> {
    const [fromX, fromY] = this.at
    const strides = Math.max(1, Math.round(this.glideMs / strideMs))
    for (let stride = 1; stride <= strides; stride++) {
      const part = stride / strides
      this.at = [fromX + (target[0] - fromX) * part, fromY + (target[1] - fromY) * part]
      this.room.cursor.set(this.at)
      await pause(this.glideMs / strides, undefined, { signal })
    }
  }

  /** Off the canvas, holding nothing. */
  rest(): void {
    this.room.cursor.set(undefined)
    this.room.selection.set([])
  }
}
