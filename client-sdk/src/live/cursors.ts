import type { Environment } from '../environment.ts'
import type { FrameLoop } from '../frame-loop.ts'
import { Listeners } from '../listeners.ts'
import type { Profile } from '../profile.ts'
import { Track } from './track.ts'

/** One cursor as it is to be painted now. */
export interface CursorSample {
  readonly member: number
  /** Canvas units. */
  readonly x: number
  readonly y: number
  /** 1 while it moves, 0.4 once it has rested for 4 seconds. */
  readonly opacity: number
  readonly profile: Profile
}

interface Shown {
  readonly track: Track
  readonly sample: { -readonly [Key in keyof CursorSample]: CursorSample[Key] }
}

/**
 * The others' cursors, moving evenly between the samples that come over the wire. For painting: ask once per animation
 * frame while something moves.
 * @example
 * const paint = (nowMs: number): void => {
 *   for (const { x, y, profile } of room.cursors.sample(nowMs)) draw(x, y, profile.color)
 *   if (room.cursors.isMoving(nowMs)) requestAnimationFrame(paint)
 * }
 * room.cursors.subscribe(() => requestAnimationFrame(paint))
 */
export class Cursors {
  private readonly shown = new Map<number, Shown>()
  private readonly samples: CursorSample[] = []
  private readonly listeners = new Listeners<[]>()
  private cancelWake: (() => void) | undefined
  private readonly environment: Environment
  private readonly frames: FrameLoop
  private readonly profileOf: (member: number) => Profile | undefined

  /** @param profileOf undefined for a member that is not known (yet): its cursor is not shown. */
  constructor(
    environment: Environment,
    frames: FrameLoop,
    profileOf: (member: number) => Profile | undefined,
  ) {
    this.environment = environment
    this.frames = frames
    this.profileOf = profileOf
  }

  /**
   * Every cursor that is to be painted. Allocates nothing: the array and its objects are the same ones next time, so read
   * them and do not keep them.
   * @param nowMs by the clock of `performance.now()` and requestAnimationFrame.
   */
  sample(nowMs: number): readonly CursorSample[] {
    let count = 0
    for (const [member, { track, sample }] of this.shown) {
      const opacity = opacityAfter(nowMs - track.sampledMs)
      const profile = this.profileOf(member)
      if (opacity === 0 || !profile) continue
      sample.x = track.at(0, nowMs)
      sample.y = track.at(1, nowMs)
      sample.opacity = opacity
      sample.profile = profile
      this.samples[count++] = sample
    }
    this.samples.length = count
    return this.samples
  }

  /** Whether the next frame will look different though nothing arrives: a cursor is on its way or fading. */
  isMoving(nowMs: number): boolean {
    for (const { track } of this.shown.values()) {
      const restedMs = nowMs - track.sampledMs
      if (track.isMoving(nowMs) || (restedMs >= fadeFromMs && restedMs < fadeFromMs + fadeMs)) return true
    }
    return false
  }

  /** Calls back when there is something new to paint: a cursor came, moved, starts to fade or went. At most once per animation frame. */
  subscribe(listener: () => void): () => void {
    return this.listeners.add(listener)
  }

  /** The SDK's own call. */
  moved(member: number, x: number, y: number): void {
    const nowMs = this.environment.now()
    const shown = this.shown.get(member)
    if (shown) shown.track.add([x, y], nowMs)
    else
      this.shown.set(member, {
        track: new Track([x, y], nowMs),
        sample: { member, x, y, opacity: 1, profile: {} },
      })
    this.changed()
  }

  /** The SDK's own call. */
  gone(member: number): void {
    if (this.shown.delete(member)) this.changed()
  }

  /** The SDK's own call: nobody's cursor is known any more. */
  clear(): void {
    this.cancelWake?.()
    this.cancelWake = undefined
    if (this.shown.size === 0) return
    this.shown.clear()
    this.changed()
  }

  private changed(): void {
    this.frames.ask(this.tell)
    if (!this.cancelWake) this.watch()
  }

  /** Waits for the next cursor that has rested long enough to look different, when nothing else asks for a frame. */
  private watch(): void {
    const nowMs = this.environment.now()
    let nextMs = Infinity
    for (const { track } of this.shown.values()) {
      const restedMs = nowMs - track.sampledMs
      if (restedMs < hideMs)
        nextMs = Math.min(nextMs, track.sampledMs + (restedMs < fadeFromMs ? fadeFromMs : hideMs))
    }
    this.cancelWake =
      nextMs === Infinity
        ? undefined
        : this.environment.after(nextMs - nowMs, () => {
            this.frames.ask(this.tell)
            this.watch()
          })
  }

  private readonly tell = (): void => this.listeners.tell()
}

function opacityAfter(restedMs: number): number {
  if (restedMs >= hideMs) return 0
  const faded = Math.min(1, Math.max(0, (restedMs - fadeFromMs) / fadeMs))
  return 1 - faded * (1 - restedOpacity)
}

/** A cursor at rest steps back after 3 seconds and goes after a minute. */
const fadeFromMs = 3_000
const fadeMs = 1_000
const restedOpacity = 0.4
const hideMs = 60_000
