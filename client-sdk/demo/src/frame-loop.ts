/** Something that moves by itself. Called once a frame until it answers false. */
export type Animation = (nowMs: number) => boolean

export interface Layers {
  scene(): void
  overlay(): void
}

/** Frames averaged for the rate shown. */
const sampledFrames = 90
/** A pause this long after a frame means that there was nothing to paint, not that painting was slow. */
const restMs = 24

/** Whether the scene has to be painted in the next frame, and what moves by itself meanwhile. The overlay is painted in every frame. */
export class FrameLoop {
  readonly #layers: Layers
  readonly #askForFrame: () => void
  readonly #animations = new Set<Animation>()
  readonly #once: (() => void)[] = []
  readonly #intervals: number[] = []
  #scene = false
  /** When the next frame was first asked for. */
  #askedMs: number | undefined
  #startedMs = 0
  #endedMs = 0
  #framesDrawn = 0

  constructor(layers: Layers, askForFrame: () => void) {
    this.#layers = layers
    this.#askForFrame = askForFrame
  }

  get framesDrawn(): number {
    return this.#framesDrawn
  }

  /** Frames a second while there was something to paint; undefined before the first few. */
  get fps(): number | undefined {
    if (this.#intervals.length < 5) return undefined
    return 1000 / (this.#intervals.reduce((sum, interval) => sum + interval, 0) / this.#intervals.length)
  }

  redraw(): void {
    this.#scene = true
    this.#ask()
  }

  redrawOverlay(): void {
    this.#ask()
  }

  /** The document changed within the frame that is about to be painted. */
  changed(): void {
    this.#scene = true
  }

  animate(animation: Animation): void {
    this.#animations.add(animation)
    this.#ask()
  }

  stop(animation: Animation): void {
    this.#animations.delete(animation)
  }

  /** Runs in the next frame, before it is painted. */
  next(step: () => void): void {
    this.#once.push(step)
    this.#ask()
  }

  /** Paints. The room's cursors and selections ask for frames as well as this page does. */
  frame(nowMs: number): void {
    const rested = (this.#askedMs ?? nowMs) - this.#endedMs > restMs
    this.#askedMs = undefined
    if (!rested && nowMs > this.#startedMs) {
      this.#intervals.push(nowMs - this.#startedMs)
      if (this.#intervals.length > sampledFrames) this.#intervals.shift()
    }
    this.#startedMs = nowMs
    for (const step of this.#once.splice(0)) step()
    for (const animation of this.#animations) if (!animation(nowMs)) this.#animations.delete(animation)
    this.#framesDrawn++
    if (this.#scene) this.#layers.scene()
    this.#scene = false
    this.#layers.overlay()
    if (this.#animations.size > 0) this.#ask()
    this.#endedMs = performance.now()
  }

  #ask(): void {
    this.#askedMs ??= performance.now()
    this.#askForFrame()
  }
}
