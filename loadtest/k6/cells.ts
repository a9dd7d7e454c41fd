import exec from 'k6/execution'
import type { Options, Scenario } from 'k6/options'
import { readLoadOptions, type Cell, type LoadDefaults, type LoadOptions } from '../scenario/load-options.ts'
import { roomName } from '../scenario/room-name.ts'
import { thresholdsFor } from './metrics.ts'
import { fillRoom, giveUp } from './prepare.ts'
import { Timeline } from './timeline.ts'
import { canvasOf, type VuPart } from './vu-run.ts'

/** What `setup` hands to every virtual user. */
export interface Setup {
  readonly runId: string
}

const serverUrl = (__ENV['COPLANE_URL'] || 'ws://127.0.0.1:8080').replace(/\/$/, '')
const collectorUrl = __ENV['COLLECTOR_URL'] || undefined

/**
 * k6's options for cells that run one after the other, each virtual user once.
 * @param own thresholds of the script besides those that hold for all.
 */
export function optionsFor(load: LoadOptions, own: Readonly<Record<string, string[]>> = {}): Options {
  const scenarios: Record<string, Scenario> = {}
  const seconds = Timeline.secondsOf(load)
  for (const [index, cell] of load.cells.entries())
    scenarios[cell.name] = {
      executor: 'per-vu-iterations',
      vus: vusOf(cell, load),
      iterations: 1,
      startTime: `${index * (seconds + betweenSeconds)}s`,
      maxDuration: `${seconds + 30}s`,
      gracefulStop: '5s',
      tags: { cell: cell.name },
    }
  return {
    scenarios,
    thresholds: { ...thresholdsFor(load), ...own },
    summaryTrendStats: ['min', 'med', 'p(95)', 'p(99)', 'max', 'count'],
    systemTags: ['scenario', 'error'],
    setupTimeout: '60s',
    teardownTimeout: '10s',
  }
}

/** Reads the options, or ends k6 with one sentence. */
export function loadOptions(defaults: LoadDefaults): LoadOptions {
  return readLoadOptions(__ENV, defaults)
}

/** Fills the room of every cell; a run without a usable server ends here. */
export async function fillRooms(load: LoadOptions): Promise<Setup> {
  const runId = __ENV['RUN_ID'] || Date.now().toString(36)
  try {
    for (const cell of load.cells)
      for (let room = 0; room < load.rooms; room++)
        await fillRoom(serverUrl, roomName(runId, cell, room), canvasOf(cell.nodes).update)
  } catch (error) {
    giveUp(error)
  }
  return { runId }
}

/** What the virtual user that asks has to play in the cell of that name. */
export function partOf(load: LoadOptions, { runId }: Setup, name = exec.scenario.name): VuPart {
  const cell = load.cells.find((each) => each.name === name)!
  return {
    cell,
    script: {},
    options: load,
    serverUrl,
    collectorUrl,
    runId,
    vu: exec.scenario.iterationInTest,
    vus: vusOf(cell, load),
    startMs: exec.scenario.startTime,
  }
}

function vusOf(cell: Cell, load: LoadOptions): number {
  return Math.ceil(cell.sessions / load.socketsPerVu)
}

const betweenSeconds = 2
