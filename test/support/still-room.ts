import * as Y from 'yjs'
import type { ClientSocket, Environment } from '../../client-sdk/src/environment.ts'
import { Room } from '../../client-sdk/src/room.ts'

export interface StillRoom {
  readonly room: Room
  /** Lets one animation frame pass, and what it asks for in turn only in the next. */
  frame(): void
  /** Whether a frame was asked for. */
  readonly isDue: boolean
}

/** A real room whose server never answers and whose animation frames come when the test says so. */
export function stillRoom(doc = new Y.Doc()): StillRoom {
  const due: (() => void)[] = []
  let nowMs = 0
  let ids = 0
  const environment: Environment = {
    openSocket: () => new SilentSocket(),
    now: () => nowMs,
    soon: (run) => queueMicrotask(run),
    after: () => () => undefined,
    onFrame: (run) => void due.push(run),
    random: () => (ids = (ids + 0.013) % 1),
    onOnline: () => () => undefined,
    onHide: () => () => undefined,
    onVisibility: () => () => undefined,
    askBeforeLeaving: () => () => undefined,
  }
  return {
    room: new Room('ws://still', 'still', { doc }, environment),
    frame() {
      nowMs += 16
      for (const run of due.splice(0)) run()
    },
    get isDue() {
      return due.length > 0
    },
  }
}

class SilentSocket implements ClientSocket {
  binaryType = ''
  onopen = null
  onmessage = null
  onclose = null
  onerror = null
  send(): void {
    // Nobody reads it.
  }
  close(): void {
    // It never was open.
  }
}
