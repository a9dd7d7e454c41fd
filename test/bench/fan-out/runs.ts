import type { DriverOrder, DriverReport } from '../../../loadtest/driver/driver-report.ts'
import { reportPrefix } from '../../../loadtest/driver/driver-report.ts'
import { NodeProcess, typescript } from '../../../loadtest/driver/node-process.ts'
import { startCoplane, startFloor, type Subject } from '../../../loadtest/driver/subject.ts'
import { describeMachine, type Machine } from '../../../loadtest/driver/machine.ts'
import type { FanOutOptions } from './options.ts'

/** A Coplane run and the floor run that followed it, at the same interval and frame size. */
export interface Pair {
  readonly coplane: DriverReport
  readonly floor: DriverReport
}

export interface FanOut {
  readonly machine: Machine
  readonly options: FanOutOptions
  readonly pairs: readonly Pair[]
}

/**
 * Runs Coplane and the floor in turn. Every process it starts and every file it makes is gone when it
 * settles.
 */
export async function runFanOut(
  options: FanOutOptions,
  onRun: (name: string, report: DriverReport) => void,
): Promise<FanOut> {
  const machine = await describeMachine()
  const cpu = machine.pinned?.server
  const pairs: Pair[] = []
  while (pairs.length < options.pairs) {
    const coplane = await measure('coplane', await startCoplane(options.server, cpu), options, machine)
    onRun('coplane', coplane)
    const floor = await measure(
      'floor',
      await startFloor(coplane.tickIntervalMs, coplane.frameBytes, cpu),
      options,
      machine,
    )
    onRun('floor', floor)
    pairs.push({ coplane, floor })
  }
  return { machine, options, pairs }
}

/** Drives one subject, and stops it. */
export async function measure(
  name: DriverOrder['subject'],
  subject: Subject,
  options: FanOutOptions,
  { pinned }: Machine,
  cursorHz = 0,
): Promise<DriverReport> {
  const busySeconds = options.sessions / options.joinsPerSecond + options.warmUpSeconds + options.seconds
  const deadlineSeconds = Math.ceil(busySeconds) + spareSeconds
  const order: DriverOrder = {
    port: subject.port,
    path: '/v1/rooms/bench',
    serverPid: subject.pid,
    subject: name,
    sessions: options.sessions,
    nodes: options.nodes,
    rate: options.rate,
    cursorHz,
    joinsPerSecond: options.joinsPerSecond,
    warmUpSeconds: options.warmUpSeconds,
    seconds: options.seconds,
    seed: options.seed,
    cpus: pinned,
    deadlineSeconds,
  }
  const driver = new NodeProcess(
    pinned?.driver,
    typescript(new URL('../../../loadtest/driver/main.ts', import.meta.url), JSON.stringify(order)),
  )
  try {
    const line = await driver.line(new RegExp(`^${reportPrefix}`), (deadlineSeconds + 5) * 1000)
    return JSON.parse(line.slice(reportPrefix.length)) as DriverReport
  } finally {
    await driver.stop(2_000)
    await subject.stop()
  }
}

/** For making the moves, the settling, the stragglers and a machine that is slow. */
const spareSeconds = 45
