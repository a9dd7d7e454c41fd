import { seededRandom } from '../driver/random.ts'
import type { CanvasSeed } from '../scenario/canvas-seed.ts'
import type { LoadOptions } from '../scenario/load-options.ts'
import { ownNodes } from '../scenario/own-nodes.ts'
import { Person } from '../scenario/person.ts'
import type { Participant } from './participant.ts'

/** What a member does while the load is on. */
export interface Behaviour {
  /** Does what is due. @returns when it wants its next turn, milliseconds since the epoch. */
  turn(nowMs: number): number
  stop(): void
}

/** Which of all members of a room one is. */
export interface Seat {
  readonly index: number
  readonly sessions: number
}

/** Somebody who points, or drags nodes that nobody else drags. */
export function person(
  participant: Participant,
  seat: Seat,
  seed: CanvasSeed,
  options: LoadOptions,
): Behaviour {
  const random = seededRandom(seat.index * 7_919 + 1)
  const writers = Math.min(Math.max(1, Math.round(seat.sessions * options.writers)), seed.nodes.length)
  const own = seat.index < writers && options.writers > 0 ? ownNodes(seed.nodes, seat.index, writers) : []
  const hands = new Person(seed, own, Date.now(), random, participant)
  participant.look(hands.place)
  return {
    turn: (nowMs) => hands.turn(nowMs, participant.member.liveMs),
    stop: () => hands.stop(),
  }
}

/** Somebody who moves one node at a steady rate, and perhaps the cursor. */
export function streamer(
  participant: Participant,
  seat: Seat,
  seed: CanvasSeed,
  options: LoadOptions,
): Behaviour {
  const random = seededRandom(seat.index * 7_919 + 1)
  const writers = Math.min(seat.sessions, seed.nodes.length)
  const node = seat.index < writers ? seed.nodes[seat.index] : undefined
  const editMs = (writers / options.rate) * 1_000
  const cursorMs = 1_000 / options.cursorHz
  const place = node ?? { x: random() * seed.width, y: random() * seed.height }
  participant.look(place)
  let nextEdit = node && options.rate > 0 ? Date.now() + random() * editMs : Infinity
  let nextCursor = options.cursorHz > 0 ? Date.now() + random() * cursorMs : Infinity
  let step = 0
  return {
    turn(nowMs) {
      for (; nextEdit <= nowMs; nextEdit += editMs)
        participant.commit([
          { node: node!, x: node!.x + (++step % 400) * 0.25, y: node!.y + ((step * 7) % 64) * 0.25 },
        ])
      for (; nextCursor <= nowMs; nextCursor += cursorMs)
        participant.cursor(place.x + (++step % 400) * 0.25, place.y)
      return Math.min(nextEdit, nextCursor)
    },
    stop() {
      nextEdit = nextCursor = Infinity
    },
  }
}
