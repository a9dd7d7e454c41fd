import type { Board } from './board.ts'
import type { Box, Point } from '@coplane/client/bind'
import { spanned } from './box.ts'
import { addNode, connect } from './edits.ts'
import { cardAt } from './hit.ts'
import { isGroup, type Kind } from './kinds.ts'

/** What a pointer does from the moment it goes down until it comes up. Points are screen points. */
export interface Press {
  /** Only called once the pointer has moved far enough that it is no click. */
  move(at: Point): void
  end(at: Point, moved: boolean): void
  cancel(): void
}

export function panPress({ view, selection }: Board, from: Point, clears: boolean): Press {
  let last = from
  return {
    move(at) {
      view.panBy(at[0] - last[0], at[1] - last[1])
      last = at
    },
    end(_, moved) {
      if (!moved && clears) selection.clear()
    },
    cancel() {},
  }
}

/** Selects the cards it touches and the groups it goes around, on top of what was selected. */
export function marqueePress({ view, canvas, selection, draft, loop }: Board, from: Point): Press {
  const corner = view.toCanvas(from)
  const before = [...selection.nodes]
  const stop = (): void => {
    draft.marquee = undefined
    loop.redrawOverlay()
  }
  const select = (box: Box): void => {
    const cards = canvas.visible(box).filter((item) => !isGroup(item))
    const groups = canvas.within(box).filter(isGroup)
    selection.replace([...before, ...[...cards, ...groups].map(({ id }) => id)])
  }
  return {
    move(at) {
      draft.marquee = spanned(corner, view.toCanvas(at))
      select(draft.marquee)
    },
    end: stop,
    cancel() {
      selection.replace(before)
      stop()
    },
  }
}

/** Pulls an edge out of a card, to the card that it is let go over. */
export function linkPress(board: Board, source: string): Press {
  const { view, canvas, draft, loop } = board
  const stop = (): void => {
    draft.link = undefined
    loop.redrawOverlay()
  }
  return {
    move(at) {
      const end = view.toCanvas(at)
      const target = cardAt(canvas, end)?.id
      draft.link = { source, end, target: target === source ? undefined : target }
      loop.redrawOverlay()
    },
    end(_, moved) {
      const target = draft.link?.target
      stop()
      if (moved && target) connect(board, source, target)
    },
    cancel: stop,
  }
}

/** Puts down the kind that the toolbar armed, where the pointer comes up. */
export function placePress(board: Board, kind: Kind, placed: () => void): Press {
  const { view, draft, loop } = board
  return {
    move(at) {
      draft.ghost = view.toCanvas(at)
      loop.redrawOverlay()
    },
    end(at) {
      addNode(board, kind, view.toCanvas(at))
      placed()
    },
    cancel: placed,
  }
}
