import { setTimeout as sleep } from 'node:timers/promises'
import { RunningProcess } from './running-process.ts'

/** The processes that this one started and that still run; none outlives it. */
const alive = new Set<NodeProcess>()
process.on('exit', () => {
  for (const each of alive) each.kill()
})

/** A Node process of the bench, on a CPU of its own where there is one. */
export class NodeProcess {
  private readonly running: RunningProcess

  /** @param cpu the CPU to pin it to, or undefined. */
  constructor(cpu: number | undefined, args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    // Both commands become the process that they start, so its pid is the server's.
    const pin = cpu === undefined ? [] : ['taskset', '-c', String(cpu)]
    const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`)
    this.running = new RunningProcess('env', [...variables, ...pin, process.execPath, ...args])
    alive.add(this)
    void this.running.exitCode.then(() => alive.delete(this))
  }

  get pid(): number {
    return this.running.pid
  }

  /** Resolves when the process is gone; 128 where a signal ended it. */
  get exitCode(): Promise<number> {
    return this.running.exitCode
  }

  /** Everything it has said so far, on both streams. */
  get output(): string {
    return this.running.output
  }

  /**
   * @returns the first line that matches; rejects with all output when the process ends or the time is over.
   */
  line(pattern: RegExp, timeoutMs: number): Promise<string> {
    return this.running.line(pattern, timeoutMs)
  }

  /** Asks the process to end, and ends it when it does not within `patienceMs`. */
  async stop(patienceMs = 20_000): Promise<void> {
    this.running.terminate()
    await Promise.race([this.running.exitCode, sleep(patienceMs, undefined, { ref: false })])
    if (!this.running.ended) this.kill()
    await this.running.exitCode
  }

  kill(): void {
    try {
      process.kill(this.pid, 'SIGKILL')
    } catch (error) {
      // It ended by itself in the meantime, or never started: either way there is nothing left to end.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH' && !this.running.ended) throw error
    }
  }
}

/** Arguments that make Node run a TypeScript file of this repository. */
export function typescript(file: URL, ...args: readonly string[]): string[] {
  return ['--import', 'tsx', file.pathname, ...args]
}
