import { encodeOverview } from '@coplane/client/protocol/overview'
import type { LiveRound } from '../room/live-round.ts'
import type { Roster } from '../room/roster.ts'
import { roomLimits } from '../room/room-limits.ts'

/** Roughly where everybody is, made at most every two seconds and the same bytes for all who asked. */
export class NativeOverview {
  private frame: Uint8Array | undefined
  private madeMs = -Infinity
  private madeRound = 0

  /** Whether it does not show what moved in this round. */
  isOlderThan(round: number): boolean {
    return this.madeRound < round
  }

  /** @returns the same array for as long as nothing in it changed. */
  at(round: LiveRound): Uint8Array {
    if (this.frame && round.nowMs - this.madeMs < roomLimits.overviewMs) return this.frame
    this.madeMs = round.nowMs
    this.madeRound = round.number
    const frame = encodeOverview(overviewOf(round.roster))
    if (!this.frame || !isSame(frame, this.frame)) this.frame = frame
    return this.frame
  }
}

function overviewOf(roster: Roster): Parameters<typeof encodeOverview>[0] {
  const points: { readonly member: number; readonly x: number; readonly y: number }[] = []
  let left = Infinity
  let top = Infinity
  let right = -Infinity
  let bottom = -Infinity
  for (const { index, cursor } of roster.all()) {
    if (!cursor) continue
    points.push({ member: index, x: cursor.x, y: cursor.y })
    left = Math.min(left, cursor.x)
    top = Math.min(top, cursor.y)
    right = Math.max(right, cursor.x)
    bottom = Math.max(bottom, cursor.y)
  }
  if (points.length === 0) return { origin: { x: 0, y: 0 }, shift: 0, members: [], crowds: [] }
  const origin = { x: left, y: top }
  const extent = Math.max(right - left, bottom - top)
  const shift = Math.min(Math.max(Math.ceil(Math.log2(extent / 0x7fff)), 0), 16)
  const step = 2 ** shift
  if (points.length <= roomLimits.overviewMembers) {
    const members = points.map(({ member, x, y }) => ({
      member,
      dx: Math.floor((x - left) / step),
      dy: Math.floor((y - top) / step),
    }))
    return { origin, shift, members, crowds: [] }
  }
  const cells = roomLimits.overviewCells
  const cellSize = Math.max(extent, 1) / cells
  const counts = new Uint16Array(cells * cells)
  const cellOf = (distance: number): number => Math.min(Math.floor(distance / cellSize), cells - 1)
  for (const { x, y } of points) counts[cellOf(y - top) * cells + cellOf(x - left)]!++
  const crowds: { count: number; dx: number; dy: number }[] = []
  for (const [cell, count] of counts.entries()) {
    if (count === 0) continue
    const dx = Math.floor((((cell % cells) + 0.5) * cellSize) / step)
    const dy = Math.floor(((Math.floor(cell / cells) + 0.5) * cellSize) / step)
    crowds.push({ count, dx, dy })
  }
  return { origin, shift, members: [], crowds }
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index])
}
