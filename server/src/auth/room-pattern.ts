import { limits } from '@coplane/client/protocol/limits'
import type { Role } from '@coplane/client/protocol/role'

/**
 * What a token's rooms allow in one of them. A pattern that ends with `*` stands for every name that begins with what is
 * before it, every other pattern for the room of exactly that name. The most specific one counts, and it alone: the exact
 * name, else the longest beginning. So `{ 'team/*': 'editor', 'team/plan': 'viewer' }` may look at the plan and edit the rest.
 */
export function roleIn(rooms: ReadonlyMap<string, Role>, room: string): Role | undefined {
  let role: Role | undefined
  let specific = -1
  for (const [pattern, granted] of rooms) {
    const isPrefix = pattern.endsWith('*')
    const matches = isPrefix ? room.startsWith(pattern.slice(0, -1)) : room === pattern
    const rank = isPrefix ? pattern.length - 1 : Infinity
    if (matches && rank > specific) {
      role = granted
      specific = rank
    }
  }
  return role
}

/** Whether it can be a room's name, or the beginning of one with a `*` behind. */
export function isRoomPattern(pattern: string): boolean {
  return pattern !== '' && Buffer.byteLength(pattern) <= limits.maxRoomNameBytes + 1
}
