import { fillRooms, loadOptions, optionsFor, partOf, type Setup } from './cells.ts'
import { VuRun } from './vu-run.ts'

/** All join within a second, and the room then works as if they had come one by one. */
const load = loadOptions({ grid: '1000x1000', holdSeconds: 20, joinSeconds: 1 })

export const options = optionsFor(
  load,
  Object.fromEntries(load.cells.map(({ name }) => [`join_ms{cell:${name}}`, ['p(95)<1000', 'max<5000']])),
)

export async function setup(): Promise<Setup> {
  return fillRooms(load)
}

export default function (prepared: Setup): void {
  new VuRun(partOf(load, prepared)).start()
}
