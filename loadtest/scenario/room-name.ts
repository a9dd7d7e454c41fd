import type { Cell } from './load-options.ts'

/** The room that a cell plays in. @param runId tells the rooms of one run from those of others on the same server. */
export function roomName(runId: string, cell: Cell, room: number): string {
  return `load-${runId}-${cell.name}-${room}`
}
