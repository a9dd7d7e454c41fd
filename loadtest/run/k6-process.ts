import { setTimeout as sleep } from 'node:timers/promises'
import { RunningProcess } from '../driver/running-process.ts'

/** One run of a script. */
export class K6Process {
  private readonly running: RunningProcess

  /** @param cpus for taskset, such as `1-3`; undefined for any. */
  constructor(
    k6: string,
    script: string,
    cpus: string | undefined,
    variables: Readonly<Record<string, string>>,
  ) {
    const command = [k6, 'run', '--quiet', '--no-usage-report', '--no-color', script]
    const [file, ...args] = cpus === undefined ? command : ['taskset', '-c', cpus, ...command]
    // Go's collector at its default takes a fifth of what a frame costs k6; memory is not what a run lacks.
    this.running = new RunningProcess(file!, args, { GOGC: '1000', ...process.env, ...variables })
  }

  get pid(): number {
    return this.running.pid
  }

  get exitCode(): Promise<number> {
    return this.running.exitCode
  }

  /** Its summary, or why there is none. */
  get output(): string {
    return this.running.output
  }

  /** Waits for its end for a while, asks for it, and then ends it. */
  async end(patienceMs: number): Promise<void> {
    await Promise.race([this.exitCode, sleep(patienceMs, undefined, { ref: false })])
    if (this.running.ended) return
    this.running.terminate()
    await Promise.race([this.exitCode, sleep(graceMs, undefined, { ref: false })])
    if (!this.running.ended) this.running.signal('SIGKILL')
    await this.exitCode
  }
}

const graceMs = 5_000
