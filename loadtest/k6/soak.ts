import { fillRooms, loadOptions, optionsFor, partOf, type Setup } from './cells.ts'
import { VuRun } from './vu-run.ts'

/** Ten minutes, or hours: `HOLD_S=14400`. What drifts meanwhile is judged by who samples the server (loadtest/run). */
const load = loadOptions({ grid: '1000x1000', holdSeconds: 600, joinSeconds: 10 })

export const options = optionsFor(load, { reconnects: ['count==0'], refusals: ['count==0'] })

export async function setup(): Promise<Setup> {
  return fillRooms(load)
}

export default function (prepared: Setup): void {
  new VuRun(partOf(load, prepared)).start()
}
