import { readFileSync } from 'node:fs'

/** Time of each CPU of the machine so far, in ticks of any length. */
export type CpuSample = readonly { readonly all: number; readonly busy: number; readonly stolen: number }[]

export function sampleCpus(): CpuSample {
  return readFileSync('/proc/stat', 'latin1')
    .split('\n')
    .filter((line) => /^cpu\d/.test(line))
    .map((line) => {
      const [user, nice, system, idle, iowait, irq, softirq, stolen] = line
        .split(/\s+/)
        .slice(1, 9)
        .map(Number) as CpuTimes
      const busy = user + nice + system + irq + softirq
      return { all: busy + idle + iowait + stolen, busy, stolen }
    })
}

type CpuTimes = [number, number, number, number, number, number, number, number]

/** @returns percent of one CPU that was busy, and percent that the hypervisor gave to others. */
export function cpuUse(
  cpu: number,
  from: CpuSample,
  to: CpuSample,
): { readonly busy: number; readonly stolen: number } {
  const [before, after] = [from[cpu], to[cpu]]
  if (!before || !after) return { busy: NaN, stolen: NaN }
  const all = Math.max(1, after.all - before.all)
  return {
    busy: ((after.busy - before.busy) * 100) / all,
    stolen: ((after.stolen - before.stolen) * 100) / all,
  }
}
