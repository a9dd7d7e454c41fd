import { card, type CanvasSeed, type SeededNode } from './canvas-seed.ts'
import type { Move } from './mover.ts'

/** What a person's hand does; coordinates are canvas units. */
export interface Hands {
  cursor(x: number, y: number): void
  take(nodes: readonly SeededNode[]): void
  drag(moves: readonly Move[]): void
  release(moves: readonly Move[]): void
}

/** Somebody at a canvas: looks at a part of it, moves the cursor there now and then, and perhaps drags nodes. */
export class Person {
  /** Middle of what it looks at. */
  readonly place: Point
  private readonly nodes: readonly SeededNode[]
  private readonly random: () => number
  private readonly hands: Hands
  private at: Point
  private stroke: Stroke | undefined
  private restUntilMs: number
  /** Where the drags before have put each of its nodes. */
  private readonly placed = new Map<string, Point>()

  /** @param nodes the nodes that this person alone drags; none for who only looks and points. */
  constructor(
    seed: CanvasSeed,
    nodes: readonly SeededNode[],
    startMs: number,
    random: () => number,
    hands: Hands,
  ) {
    this.nodes = nodes
    this.random = random
    this.hands = hands
    const [home] = nodes
    this.place = home
      ? { x: home.x + card.w / 2, y: home.y + card.h / 2 }
      : { x: random() * seed.width, y: random() * seed.height }
    this.at = this.place
    // Nobody starts at the same moment as everybody else.
    this.restUntilMs = startMs + random() * (nodes.length > 0 ? dragRestMs.most : restMs.most)
  }

  /**
   * Does what is due. @param liveMs how often the server wants live values at most.
   * @returns when the next thing is due.
   */
  turn(nowMs: number, liveMs: number): number {
    if (nowMs < this.restUntilMs) return this.restUntilMs
    const stroke = (this.stroke ??= this.begin(nowMs))
    const endMs = stroke.startMs + stroke.durationMs
    const share = Math.min(1, (nowMs - stroke.startMs) / stroke.durationMs)
    // A hand is slow at both ends of its way.
    const eased = share * share * (3 - 2 * share)
    this.at = {
      x: stroke.from.x + (stroke.to.x - stroke.from.x) * eased,
      y: stroke.from.y + (stroke.to.y - stroke.from.y) * eased,
    }
    this.hands.cursor(this.at.x, this.at.y)
    if (stroke.held.length > 0) this.carry(stroke, share === 1)
    if (share < 1) return Math.min(endMs, nowMs + liveMs)
    this.stroke = undefined
    this.restUntilMs = nowMs + between(this.nodes.length > 0 ? dragRestMs : restMs, this.random)
    return this.restUntilMs
  }

  /** Lets go of what is held, as a page that closes does. */
  stop(): void {
    if (this.stroke && this.stroke.held.length > 0) this.carry(this.stroke, true)
    this.stroke = undefined
    this.restUntilMs = Infinity
  }

  private begin(nowMs: number): Stroke {
    const { random, place } = this
    const held = this.nodes.slice(0, this.nodes.length > 0 ? 1 + Math.floor(random() * this.nodes.length) : 0)
    const to = {
      x: place.x + (random() - 0.5) * view.w * reach,
      y: place.y + (random() - 0.5) * view.h * reach,
    }
    if (held.length > 0) this.hands.take(held)
    return {
      from: this.at,
      to,
      startMs: nowMs,
      durationMs: between(held.length > 0 ? dragMs : moveMs, random),
      held,
      origins: held.map((node) => this.placed.get(node.id) ?? node),
    }
  }

  private carry({ from, held, origins }: Stroke, isOver: boolean): void {
    const [dx, dy] = [this.at.x - from.x, this.at.y - from.y]
    const moves = held.map((node, index) => ({ node, x: origins[index]!.x + dx, y: origins[index]!.y + dy }))
    if (!isOver) {
      this.hands.drag(moves)
      return
    }
    for (const { node, x, y } of moves) this.placed.set(node.id, { x, y })
    this.hands.release(moves)
  }
}

export interface Point {
  readonly x: number
  readonly y: number
}

interface Stroke {
  readonly from: Point
  readonly to: Point
  readonly startMs: number
  readonly durationMs: number
  readonly held: readonly SeededNode[]
  readonly origins: readonly Point[]
}

/** Canvas units that a person sees: a browser window at 100 %. */
export const view = { w: 1_600, h: 900 } as const
/** How much of its view a person moves about in. */
const reach = 0.8
/** A hand that points moves for a moment and rests for longer: about a third of the time it moves. */
const moveMs = { least: 400, most: 1_200 }
const restMs = { least: 600, most: 3_000 }
const dragMs = { least: 800, most: 2_500 }
const dragRestMs = { least: 500, most: 2_500 }

function between({ least, most }: { least: number; most: number }, random: () => number): number {
  return least + random() * (most - least)
}
