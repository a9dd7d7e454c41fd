import type { Room } from '@coplane/client'
import type { Point } from '@coplane/client/bind'
import type { Person } from './person.ts'
import { personOf } from './person.ts'

/** Samples arrive at this rate or slower: a cursor takes about one interval to reach its newest sample. */
const interval = { least: 50, most: 200 } as const
/** After a pause this long there is nothing to interpolate from: the cursor jumps. */
const jumpMs = 1_000
const fadeMs = 4_000
const hideMs = 60_000

/** Somebody else's cursor, on its way from where it was drawn to where it was last reported. */
export interface Cursor {
  readonly member: number
  readonly person: Person
  readonly at: Point
  /** 1 while it moves, less when it rests, 0 when it has rested for long. */
  readonly opacity: number
}

interface Track {
  profile: unknown
  person: Person
  sample: Point
  from: Point
  startMs: number
  /** Smoothed time between two samples. */
  intervalMs: number
}

export class Cursors {
  readonly #room: Room
  readonly #tracks = new Map<number, Track>()

  constructor(room: Room) {
    this.#room = room
  }

  /** Takes in the newest samples. */
  receive(nowMs: number): void {
    const gone = new Set(this.#tracks.keys())
    for (const { member, profile, cursor } of this.#room.others.all()) {
      if (!cursor) continue
      gone.delete(member)
      const track = this.#tracks.get(member)
      if (!track) {
        const person = personOf(profile, member)
        this.#tracks.set(member, {
          profile,
          person,
          sample: cursor,
          from: cursor,
          startMs: nowMs,
          intervalMs: 100,
        })
        continue
      }
      if (track.profile !== profile) {
        track.profile = profile
        track.person = personOf(profile, member)
      }
      if (track.sample[0] === cursor[0] && track.sample[1] === cursor[1]) continue
      const sinceMs = nowMs - track.startMs
      const paused = sinceMs > jumpMs
      track.from = paused ? cursor : position(track, nowMs)
      track.sample = cursor
      if (!paused) track.intervalMs = clamp(track.intervalMs * 0.7 + sinceMs * 0.3)
      track.startMs = nowMs
    }
    for (const member of gone) this.#tracks.delete(member)
  }

  *at(nowMs: number): IterableIterator<Cursor> {
    for (const [member, track] of this.#tracks) {
      const restedMs = nowMs - track.startMs
      if (restedMs > hideMs) continue
      const opacity = restedMs < fadeMs ? 1 : Math.max(0.45, 1 - (restedMs - fadeMs) / 1_000)
      yield { member, person: track.person, at: position(track, nowMs), opacity }
    }
  }

  /** Whether any cursor is still on its way or fading, so that there is another frame to paint. */
  moving(nowMs: number): boolean {
    for (const track of this.#tracks.values()) {
      const restedMs = nowMs - track.startMs
      if (restedMs < track.intervalMs || within(restedMs, fadeMs) || within(restedMs, hideMs)) return true
    }
    return false
  }
}

function position(track: Track, nowMs: number): Point {
  const t = Math.min(1, Math.max(0, (nowMs - track.startMs) / track.intervalMs))
  const [ax, ay] = track.from
  const [bx, by] = track.sample
  return [ax + (bx - ax) * t, ay + (by - ay) * t]
}

/** Whether a rested cursor changes its looks about now. */
function within(restedMs: number, changeMs: number): boolean {
  return restedMs > changeMs && restedMs < changeMs + 1_200
}

function clamp(ms: number): number {
  return Math.min(interval.most, Math.max(interval.least, ms))
}
