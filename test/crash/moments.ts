import { setTimeout as pause } from 'node:timers/promises'
import type { Stage } from './stage.ts'

/** Brings about a situation and resolves in the middle of it, when the server is to be killed. */
export type Moment = (stage: Stage) => Promise<void>

const sideRooms = 90
/** Characters: eleven rooms of this size fill the least cache that there is. */
const sideLoad = 8_000
/** With three of these a log has outgrown any snapshot of its room: more than 1 MiB, and twice the last load. */
const foldLoad = 800_000
const foldLoads = 3
/** 730 pages in one transaction, so that it can be met while it is being written. */
const tearLoad = 3_000_000

/** When a server is killed. */
export const moments = {
  /** No moment in particular. */
  any: async ({ random }) => {
    await pause(random.below(250))
  },

  /** As soon as a commit writes to the log, or up to 3 ms into it: before its fsync, in it or just after. */
  commit: async (stage) => {
    await stage.walWrites(1 + stage.random.below(5))
    if (stage.random.chance(0.5)) spin(stage.random.next() * 3)
  },

  /** A log was made long enough, and is being folded into a snapshot while somebody else edits. */
  fold: async (stage) => {
    const [author, other] = [stage.visit('atlas'), stage.visit('atlas')]
    const editing = setInterval(() => other.edit(), 5)
    await author.room.ready
    for (let index = 0; index < foldLoads; index++) {
      author.load(foldLoad)
      await author.saved()
    }
    if (stage.random.chance(0.5)) await stage.walWrites(1)
    else spin(stage.random.next() * 12)
    clearInterval(editing)
  },

  /** A large transaction has begun to reach the log: the others hold still until then, so that it is not one of theirs. */
  tear: async (stage) => {
    const author = stage.visit('atlas')
    await author.room.ready
    stage.pause()
    await Promise.all([...stage.pages()].map((page) => page.saved()))
    author.load(tearLoad)
    await stage.walWrites(1 + stage.random.below(3))
    stage.resume()
  },

  /** Right after a start: first visitors of thirty rooms, and all pages that come back. */
  load: async (stage) => {
    for (let index = 0; index < 30; index++) stage.visit(sideRoom(stage.random.below(sideRooms)))
    await pause(stage.random.below(100))
  },

  /** Forty join one room, each with an edit; some are in. */
  storm: async (stage) => {
    let joined = 0
    const wanted = 1 + stage.random.below(40)
    await new Promise<void>((resolve) => {
      for (let index = 0; index < 40; index++)
        void stage.visit('plan').room.ready.then(() => {
          if (++joined === wanted) resolve()
        }, closedWhileJoining)
    })
  },

  /** Visitors come and go, one room after the other, so that rooms are evicted and loaded all the time. */
  evict: async (stage) => {
    const over = new AbortController()
    let left = 16 + stage.random.below(40)
    await new Promise<void>((resolve) => {
      const roam = async (): Promise<void> => {
        while (!over.signal.aborted) {
          const visitor = stage.visit(sideRoom(stage.random.below(sideRooms)))
          await visitor.room.ready
          visitor.load(sideLoad)
          if (stage.random.chance(0.5)) await visitor.saved()
          stage.leave(visitor)
          if (--left === 0) resolve()
        }
      }
      for (let index = 0; index < 8; index++) roam().catch(closedWhileJoining)
    })
    // Whoever still waits for the server that is about to be killed is sent away with it.
    over.abort()
  },

  /** It was asked to end, and is at it. */
  drain: async (stage) => {
    stage.server?.process.terminate()
    await pause(stage.random.below(40))
  },

  /** It was killed and is coming up again, recovering the log of the one before. */
  start: async (stage) => {
    await stage.kill()
    stage.startUnseen()
    await pause(stage.random.below(400))
  },
} satisfies Readonly<Record<string, Moment>>

export type MomentName = keyof typeof moments

function sideRoom(index: number): string {
  return `side ${index}`
}

function closedWhileJoining(): void {
  // Whoever had not joined when the server was killed is gone with it.
}

/** A timer would not come back within less than a millisecond. */
function spin(ms: number): void {
  const end = performance.now() + ms
  while (performance.now() < end) continue
}
