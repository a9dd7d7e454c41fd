import type { DriverReport } from '../../../loadtest/driver/driver-report.ts'
import { describeMachine } from '../../../loadtest/driver/machine.ts'
import { median } from '../../../loadtest/driver/median.ts'
import { startCoplane } from '../../../loadtest/driver/subject.ts'
import type { FanOutOptions } from '../fan-out/options.ts'
import { measure } from '../fan-out/runs.ts'

/** A run with all checks and one without any, one right after the other. */
export interface CheckedPair {
  readonly checked: DriverReport
  readonly unchecked: DriverReport
}

/** Every session moves its cursor, so that presence is counted, too. */
const cursorHz = 1

/** Runs the server with its checks and without them in turn, the order changing from pair to pair. */
export async function compareChecks(options: FanOutOptions): Promise<CheckedPair[]> {
  const machine = await describeMachine()
  const run = async (flags: readonly string[]): Promise<DriverReport> => {
    const server = await startCoplane(options.server, machine.pinned?.server, flags)
    return measure('coplane', server, options, machine, cursorHz)
  }
  const without = ['--import', new URL('./without-checks.mjs', import.meta.url).href]
  const pairs: CheckedPair[] = []
  while (pairs.length < options.pairs) {
    const isCheckedFirst = pairs.length % 2 === 0
    const first = await run(isCheckedFirst ? [] : without)
    const second = await run(isCheckedFirst ? without : [])
    pairs.push(isCheckedFirst ? { checked: first, unchecked: second } : { checked: second, unchecked: first })
  }
  return pairs
}

/** Server CPU with checks over CPU without, for the same messages: one each pair, and their median. */
export function cpuRatios(pairs: readonly CheckedPair[]): {
  readonly each: readonly number[]
  readonly middle: number
} {
  const each = pairs.map(({ checked, unchecked }) => checked.serverCpu.total / unchecked.serverCpu.total)
  return { each, middle: median(each) }
}

export function printChecks(pairs: readonly CheckedPair[], options: FanOutOptions): string {
  const perSecond = options.rate + options.sessions * cursorHz
  const line = (name: string, { serverCpu, latency, lost }: DriverReport): string =>
    `${name.padEnd(9)}  CPU ${serverCpu.total.toFixed(1)} %, ${((serverCpu.total * 1e4) / perSecond).toFixed(1)} µs a message, ` +
    `P95 ${latency.p95.toFixed(1)} ms, ${lost} lost`
  const { each, middle } = cpuRatios(pairs)
  return [
    `${options.sessions} sessions, ${options.rate} updates/s and ${options.sessions * cursorHz} cursors/s`,
    ...pairs.flatMap(({ checked, unchecked }) => [line('checked', checked), line('unchecked', unchecked)]),
    `CPU with / without: ${each.map((ratio) => ratio.toFixed(3)).join(' ')}, median ${middle.toFixed(3)}`,
  ].join('\n')
}
