import type { Room } from '@coplane/client'
import type { Board } from './board.ts'
import type { Point } from '@coplane/client/bind'
import { center } from './box.ts'
import { land } from './flight.ts'

interface TestHook {
  readonly room: Room
  readonly view: {
    toScreen(point: Point): Point
    toCanvas(point: Point): Point
    fit(): void
    centerOn(id: string): void
    readonly counters: {
      readonly framesDrawn: number
      readonly visibleNodes: number
      readonly changeSets: number
    }
  }
}

declare global {
  interface Window {
    coplane?: TestHook
  }
}

/** What an end-to-end test, or a curious person in the console, needs: the room, and where things are on screen. */
export function exposeForTests(board: Board): void {
  const { room, view, canvas, loop } = board
  window.coplane = {
    room,
    view: {
      toScreen: (point) => view.toScreen(point),
      toCanvas: (point) => view.toCanvas(point),
      fit() {
        land(board)
        view.moveTo(board.fitted())
      },
      centerOn(id) {
        const item = canvas.node(id)
        land(board)
        if (item) view.moveTo(view.centered(center(item), Math.max(1, view.zoom)))
      },
      get counters() {
        return {
          framesDrawn: loop.framesDrawn,
          visibleNodes: board.visibleNodes,
          changeSets: board.changeSets,
        }
      },
    },
  }
}
