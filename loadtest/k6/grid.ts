import { fillRooms, loadOptions, optionsFor, partOf, type Setup } from './cells.ts'
import { VuRun } from './vu-run.ts'

/** The grid of nodes and sessions, one room per cell, one cell after the other. */
const load = loadOptions({
  grid: '100x100,100x500,100x1000,500x100,500x500,500x1000,1000x100,1000x500,1000x1000',
  holdSeconds: 30,
})

export const options = optionsFor(load)

export async function setup(): Promise<Setup> {
  return fillRooms(load)
}

export default function (prepared: Setup): void {
  new VuRun(partOf(load, prepared)).start()
}
