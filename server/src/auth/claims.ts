import { roles, type Role } from '@coplane/client/protocol/role'
import { authLimits } from './auth-limits.ts'
import { isRoomPattern } from './room-pattern.ts'

/** What a token says of its bearer. */
export interface Claims {
  readonly user: string
  /** Roles by room pattern. A Map, since the patterns are somebody else's words. */
  readonly rooms: ReadonlyMap<string, Role>
}

/**
 * Takes `sub` and `rooms` from a token's payload. One fault refuses the whole token, so that a misspelt role is found
 * and not silently left out.
 *
 * @returns the claims, or what is wrong with them as a sentence that repeats nothing of them.
 */
export function parseClaims(payload: { readonly sub?: unknown; readonly rooms?: unknown }): Claims | string {
  const { sub: user, rooms } = payload
  if (typeof user !== 'string' || user === '') return 'the user (sub) is missing'
  if (Buffer.byteLength(user) > authLimits.maxUserBytes)
    return `the user (sub) has more than ${authLimits.maxUserBytes} bytes`
  if (controlCharacters.test(user)) return 'the user (sub) has control characters'
  if (typeof rooms !== 'object' || rooms === null || Array.isArray(rooms))
    return 'rooms is not an object of roles by room name'
  const entries = Object.entries(rooms)
  if (entries.length > authLimits.maxRooms) return `rooms has more than ${authLimits.maxRooms} entries`
  const parsed = new Map<string, Role>()
  for (const [pattern, role] of entries) {
    if (!isRoomPattern(pattern)) return 'rooms names a room that is empty or too long'
    if (!isRole(role)) return `rooms has a role that is none of ${roles.join(', ')}`
    parsed.set(pattern, role)
  }
  return { user, rooms: parsed }
}

function isRole(value: unknown): value is Role {
  return roles.some((role) => role === value)
}

// oxlint-disable-next-line no-control-regex -- exactly those are meant
const controlCharacters = /[\u0000-\u001f\u007f]/
