import { cpus, release, totalmem, type } from 'node:os'
import { succeeds } from './command.ts'

/** Where the figures come from. */
export interface Machine {
  readonly cpuModel: string
  readonly cores: number
  readonly memoryGiB: number
  readonly node: string
  readonly kernel: string
  /** Server and driver each have a CPU of their own, where `taskset` and two CPUs are to be had. */
  readonly pinned: { readonly server: number; readonly driver: number } | undefined
}

export async function describeMachine(): Promise<Machine> {
  const all = cpus()
  const canPin = all.length >= 2 && (await succeeds('taskset', ['-c', '1', 'true']))
  return {
    cpuModel: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    kernel: `${type()} ${release()}`,
    pinned: canPin ? { server: 0, driver: 1 } : undefined,
  }
}
