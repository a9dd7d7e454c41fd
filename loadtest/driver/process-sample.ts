import { readdirSync, readFileSync } from 'node:fs'

/** Clock ticks per second of /proc (USER_HZ), the same on every Linux that Node runs on. */
const ticksPerSecond = 100

/** CPU seconds of a process so far, from /proc: all threads, and each by its id. */
export interface ProcessSample {
  readonly atMs: number
  readonly cpuSeconds: number
  readonly threads: ReadonlyMap<number, number>
}

/** Shares of one core between two samples, in percent. */
export interface CpuShares {
  readonly total: number
  readonly mainThread: number
  /** The busiest thread besides the main one: in Coplane the SQLite worker. */
  readonly nextThread: number
}

export function sampleProcess(pid: number): ProcessSample {
  const threads = new Map<number, number>()
  for (const id of readdirSync(`/proc/${pid}/task`))
    threads.set(Number(id), cpuSecondsOf(`/proc/${pid}/task/${id}/stat`))
  return { atMs: performance.now(), cpuSeconds: cpuSecondsOf(`/proc/${pid}/stat`), threads }
}

export function cpuShares(pid: number, from: ProcessSample, to: ProcessSample): CpuShares {
  const percent = (seconds: number): number => (seconds * 100_000) / (to.atMs - from.atMs)
  const spent = [...to.threads].map(([id, seconds]) => ({
    id,
    percent: percent(seconds - (from.threads.get(id) ?? 0)),
  }))
  return {
    total: percent(to.cpuSeconds - from.cpuSeconds),
    mainThread: spent.find(({ id }) => id === pid)?.percent ?? NaN,
    nextThread: Math.max(0, ...spent.filter(({ id }) => id !== pid).map((thread) => thread.percent)),
  }
}

/** Peak resident memory of a process so far, in MiB. */
export function peakRssMiB(pid: number): number {
  const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))
  return Number(line?.[1] ?? NaN) / 1024
}

/** Resident memory of a process now, in KiB. */
export function residentKiB(pid: number): number {
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? NaN)
}

function cpuSecondsOf(file: string): number {
  const stat = readFileSync(file, 'latin1')
  // The command's name may hold anything, blanks too; utime and stime are the 12th and 13th field after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond
}
