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

/** Paints when something changed and sleeps when nothing did. The two canvases are painted independently. */
export class FrameLoop {
  #layers: Layers | undefined
  readonly #animations = new Set<Animation>()
  readonly #once: (() => void)[] = []
  readonly #intervals: number[] = []
  #scene = false
  #overlay = false
  #scheduled = false
  /** The time stamp of the last frame, if the loop has not rested since. */
  #last: number | undefined
  #endedMs = 0
  #painting = false
  #framesDrawn = 0

  start(layers: Layers): void {
    this.#layers = layers
    this.redraw()
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
    this.redrawOverlay()
  }

  redrawOverlay(): void {
    this.#overlay = true
    this.#schedule()
  }

  animate(animation: Animation): void {
    this.#animations.add(animation)
    this.#schedule()
  }

  stop(animation: Animation): void {
    this.#animations.delete(animation)
  }

  /** Runs in the next frame, before it is painted. */
  next(step: () => void): void {
    this.#once.push(step)
    this.#schedule()
  }

  #schedule(): void {
    if (this.#scheduled) return
    this.#scheduled = true
    if (!this.#painting && performance.now() - this.#endedMs > restMs) this.#last = undefined
    requestAnimationFrame((now) => this.#frame(now))
  }

  #frame(now: number): void {
    this.#scheduled = false
    this.#painting = true
    if (this.#last !== undefined && now > this.#last) {
      this.#intervals.push(now - this.#last)
      if (this.#intervals.length > sampledFrames) this.#intervals.shift()
    }
    for (const step of this.#once.splice(0)) step()
    for (const animation of this.#animations) if (!animation(now)) this.#animations.delete(animation)
    if (this.#scene || this.#overlay) this.#framesDrawn++
    if (this.#scene) this.#layers?.scene()
    if (this.#overlay || this.#scene) this.#layers?.overlay()
    this.#scene = false
    this.#overlay = false
    if (this.#animations.size > 0) this.#schedule()
    this.#painting = false
    this.#last = now
    this.#endedMs = performance.now()
  }
}
