import { fillRooms, loadOptions, optionsFor, partOf, type Setup } from './cells.ts'
import { EventLane, eventThresholds } from './event-lane.ts'
import { VuRun } from './vu-run.ts'

/** The event lane: order, gaps, repeated keys, replay, and what a member that comes back has missed. */
const load = loadOptions({ grid: '100x300', holdSeconds: 30, eventRate: 100 })

export const options = optionsFor(load, {
  ...eventThresholds,
  ...Object.fromEntries(load.cells.map(({ name }) => [`event_seen_ms{cell:${name}}`, ['p(95)<250']])),
})

export async function setup(): Promise<Setup> {
  return fillRooms(load)
}

export default function (prepared: Setup): void {
  new VuRun({ ...partOf(load, prepared), script: new EventLane() }).start()
}
