/** Rooms up to this many members are told of motion at 30 Hz, larger ones at 20 Hz. */
const smallRoomMembers = 50
const smallRoomMs = 33
const largeRoomMs = 50
const slowestMs = 250

/** How long a room waits between two rounds of live values, in milliseconds: by its size, and never faster than it ticks. */
export function liveMsFor(members: number, tickMs: number): number {
  const base = members <= smallRoomMembers ? smallRoomMs : largeRoomMs
  return Math.min(Math.max(base, tickMs), slowestMs)
}
