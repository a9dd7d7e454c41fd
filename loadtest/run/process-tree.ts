import { readdirSync, readFileSync } from 'node:fs'

/** What a process and all that it started use now, from /proc. */
export interface TreeUse {
  /** So far, of those that live. */
  readonly cpuSeconds: number
  readonly rssMiB: number
  readonly descriptors: number
}

/** @returns undefined when the process is gone. Children that end take their CPU time along. */
export function useOfTree(root: number): TreeUse | undefined {
  const stats = new Map<number, Stat>()
  for (const name of readdirSync('/proc')) {
    const pid = Number(name)
    const stat = Number.isInteger(pid) ? readStat(pid) : undefined
    if (stat) stats.set(pid, stat)
  }
  if (!stats.has(root)) return undefined
  let cpuSeconds = 0
  let rssMiB = 0
  let descriptors = 0
  for (const [pid, stat] of stats) {
    if (!descends(pid, root, stats)) continue
    cpuSeconds += stat.cpuSeconds
    rssMiB += stat.rssMiB
    descriptors += countDescriptors(pid)
  }
  return { cpuSeconds, rssMiB, descriptors }
}

interface Stat {
  readonly parent: number
  readonly cpuSeconds: number
  readonly rssMiB: number
}

function descends(pid: number, root: number, stats: ReadonlyMap<number, Stat>): boolean {
  let at = pid
  while (at !== root) {
    const stat = stats.get(at)
    if (!stat) return false
    at = stat.parent
  }
  return true
}

function readStat(pid: number): Stat | undefined {
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch {
    // It ended between two system calls.
    return undefined
  }
  // The command's name may hold anything, blanks too.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return {
    parent: Number(fields[1]),
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
    rssMiB: (Number(fields[21]) * pageBytes) / 2 ** 20,
  }
}

function countDescriptors(pid: number): number {
  try {
    return readdirSync(`/proc/${pid}/fd`).length
  } catch {
    // It ended, or belongs to somebody else.
    return 0
  }
}

/** USER_HZ and the page size of every Linux that Node runs on but for some ARM kernels. */
const ticksPerSecond = 100
const pageBytes = 4096
