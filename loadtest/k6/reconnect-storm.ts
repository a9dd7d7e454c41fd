import { fillRooms, loadOptions, optionsFor, partOf, type Setup } from './cells.ts'
import { Storm, stormThresholds } from './storm.ts'
import { VuRun } from './vu-run.ts'

/** Nearly everybody is cut at once and comes back; the others edit meanwhile. */
const load = loadOptions({ grid: '1000x1000', holdSeconds: 40 })

export const options = optionsFor(load, stormThresholds(load))

export async function setup(): Promise<Setup> {
  return fillRooms(load)
}

export default function (prepared: Setup): void {
  new VuRun({ ...partOf(load, prepared), script: new Storm(Math.random) }).start()
}
