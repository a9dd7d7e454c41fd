import type { Buffer } from 'node:buffer'
import { encodeCursor, toFixed } from '@coplane/client/protocol/cursor'
import { encodeView } from '@coplane/client/protocol/view'
import { encodeClientFrame } from './client-frame.ts'
import { placementAfter } from './moves.ts'
import { Pacer } from './pacer.ts'

/** A screen, in canvas units. */
const [viewWidth, viewHeight] = [1920, 1080]

/**
 * Lets everybody look at a screen around a node of the canvas, and move a cursor there.
 *
 * @returns what sends a cursor whenever one is due.
 */
export function moveCursors(
  sessions: number,
  hz: number,
  startUs: number,
  random: () => number,
  write: (session: number, frame: Buffer) => void,
): Pacer {
  for (let session = 0; session < sessions; session++) {
    const [x, y] = placementAfter(session, 0)
    const rect = {
      left: toFixed(x - viewWidth / 2),
      top: toFixed(y - viewHeight / 2),
      right: toFixed(x + viewWidth / 2),
      bottom: toFixed(y + viewHeight / 2),
    }
    const view = encodeView({ hidden: false, overview: false, rect, follow: undefined })
    write(session, encodeClientFrame(view, random() * 2 ** 32))
  }
  return new Pacer(sessions, sessions * hz, startUs, random, (session, number) => {
    const [x, y] = placementAfter(session, number)
    const cursor = encodeCursor({ x: toFixed(x), y: toFixed(y) })
    write(session, encodeClientFrame(cursor, random() * 2 ** 32))
  })
}
