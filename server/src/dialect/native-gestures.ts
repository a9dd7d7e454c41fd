import type { LiveWriter } from '@coplane/client/protocol/live-writer'
import type { FixedRect } from '@coplane/client/protocol/view'
import type { Gesture } from '../room/gesture.ts'
import { reachOf } from '../room/interest.ts'
import type { LiveRound } from '../room/live-round.ts'
import { roomLimits } from '../room/room-limits.ts'
import type { NativeViewer } from './native-viewer.ts'

/** The gestures of a round for all viewers: what a gesture changed is encoded once for everybody who sees it. */
export class NativeGestures {
  private gestures: readonly Gesture[] = []
  private round = 0
  /** Left, top, right and bottom of each; a thousand viewers ask. */
  private bounds = new Float64Array(0)

  /** Before anybody is told. */
  look(round: LiveRound): void {
    const placed = round.gestures.filter(({ bounds }) => bounds !== undefined)
    // Another one starts each round, so that none waits for ever behind a frame that is full.
    const first = round.number % Math.max(placed.length, 1)
    this.gestures = [...placed.slice(first), ...placed.slice(0, first)]
    this.round = round.number
    if (this.bounds.length < placed.length * 4) this.bounds = new Float64Array(placed.length * 8)
    for (const [index, { bounds }] of this.gestures.entries()) {
      if (!bounds) continue
      this.bounds[index * 4] = bounds.left
      this.bounds[index * 4 + 1] = bounds.top
      this.bounds[index * 4 + 2] = bounds.right
      this.bounds[index * 4 + 3] = bounds.bottom
    }
  }

  /** @param view what the viewer looks at; undefined for the whole canvas. */
  write(writer: LiveWriter, viewer: NativeViewer, view: FixedRect | undefined): void {
    const { gestures, bounds } = this
    const reach = view ? reachOf(view) : everywhere
    viewer.isWaiting = false
    let isOpen = false
    for (let index = 0; index < gestures.length; index++) {
      const at = index * 4
      if (
        bounds[at + 2]! < reach.left ||
        bounds[at]! > reach.right ||
        bounds[at + 3]! < reach.top ||
        bounds[at + 1]! > reach.bottom
      )
        continue
      const gesture = gestures[index]!
      if (gesture.member !== viewer.member) isOpen = this.tell(writer, viewer, gesture, isOpen)
    }
    if (viewer.gestures.size <= gestures.length) return
    for (const [gesture, round] of viewer.gestures) if (round !== this.round) viewer.gestures.delete(gesture)
  }

  /** @returns whether the frame has a block of gestures now. */
  private tell(writer: LiveWriter, viewer: NativeViewer, gesture: Gesture, isOpen: boolean): boolean {
    const isKnown = viewer.gestures.get(gesture) === this.round - 1
    const blocks = isKnown ? gesture.changedIn(this.round) : gesture.whole()
    viewer.gestures.set(gesture, this.round)
    for (const { parts, count, bytes } of blocks) {
      const isFull = isOpen && writer.byteLength + bytes.length > roomLimits.liveFrameBytes
      if (isFull || viewer.allowanceBytes <= 0) {
        // It is told whole when its turn comes.
        viewer.isWaiting = true
        viewer.gestures.delete(gesture)
        return isOpen
      }
      if (!isOpen) writer.openGestures()
      isOpen = true
      viewer.allowanceBytes -= bytes.length
      writer.gesture(gesture.index, parts, count, bytes)
    }
    return isOpen
  }
}

const everywhere: FixedRect = { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity }
