import { toFixed, type FixedPoint } from '@coplane/client/protocol/cursor'
import { limits } from '@coplane/client/protocol/limits'
import { pack } from 'msgpackr'

/** What members of other dialects see of a stock client's awareness state. */
export interface YPresence {
  /** msgpack of the state's `user` (the field that Yjs editors agree on), `{}` where it has none or it is too large. */
  readonly profile: Uint8Array
  /** From the state's `cursor`, where that is a point `{x, y}` of the canvas and not an editor's own kind of cursor. */
  readonly cursor: FixedPoint | undefined
}

/** @param state the awareness state's JSON text, known to parse. */
export function presenceOf(state: string): YPresence {
  const parsed: unknown = JSON.parse(state)
  const { user, cursor } = isRecord(parsed) ? parsed : {}
  // msgpackr hands out views of a buffer that it writes to again.
  const profile = Uint8Array.from(pack(isRecord(user) ? user : {}))
  return {
    profile: profile.length <= limits.maxProfileBytes ? profile : Uint8Array.from(pack({})),
    cursor: isPoint(cursor) ? { x: toFixed(cursor.x), y: toFixed(cursor.y) } : undefined,
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isPoint(value: unknown): value is { x: number; y: number } {
  return isRecord(value) && typeof value['x'] === 'number' && typeof value['y'] === 'number'
}
