import { FrameType } from '@coplane/client/protocol/frame-type'
import { cursorsOf, type Live } from '@coplane/client/protocol/live'
import type { UpFrame } from '@coplane/client/protocol/up'
import { bytesOf } from './golden.ts'
import type { Hello, RawClient } from './raw-client.ts'

/** A view of so many quarter units around a point. */
export function view(
  x: number,
  y: number,
  width: number,
  height: number,
  more: { readonly hidden?: boolean; readonly overview?: boolean; readonly follow?: number } = {},
): UpFrame {
  const rect = { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 }
  return { type: FrameType.view, hidden: false, overview: false, follow: undefined, ...more, rect }
}

export function cursor(x: number, y: number): UpFrame {
  return { type: FrameType.cursor, point: { x, y } }
}

export const noCursor: UpFrame = { type: FrameType.cursor, point: undefined }

/** The n-th session that nobody has seen. */
export function nthSession(index: number): Partial<Hello> {
  const hex = index.toString(16).padStart(32, '0')
  return { session: bytesOf(hex), clientId: 1000 + index }
}

/** What a client shows after everything that came since the last `take`: members and where their cursors are. */
export function shownTo(
  client: RawClient,
  before: ReadonlyMap<number, object> = new Map(),
): Map<number, object> {
  const shown = new Map(before)
  for (const live of client.all('live')) show(live, shown)
  return shown
}

function show(live: Live, shown: Map<number, object>): void {
  if (live.fresh) shown.clear()
  for (const { member, point } of cursorsOf(live)) shown.set(member, point)
  for (const member of live.gone) shown.delete(member)
}
