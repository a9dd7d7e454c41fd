import { fillRooms, loadOptions, optionsFor, partOf, type Setup } from './cells.ts'
import { VuRun } from './vu-run.ts'

/** A thousand sessions that are spread over a hundred rooms. */
const load = loadOptions({ grid: '100x1000', holdSeconds: 30, rooms: 100 })

export const options = optionsFor(load)

export async function setup(): Promise<Setup> {
  return fillRooms(load)
}

export default function (prepared: Setup): void {
  new VuRun(partOf(load, prepared)).start()
}
