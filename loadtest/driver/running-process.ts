import { type ChildProcess, spawn } from 'node:child_process'

/** A child process whose output is kept and can be waited for. */
export class RunningProcess {
  /** Resolves when the process is gone and its output is complete; 128 where a signal ended it. */
  readonly exitCode: Promise<number>
  readonly #child: ChildProcess
  readonly #watchers = new Set<() => void>()
  #output = ''
  #ended = false

  constructor(file: string, args: string[], env: NodeJS.ProcessEnv = process.env) {
    const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'], env })
    this.#child = child
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text
        this.#notify()
      })
    }
    this.exitCode = new Promise((resolve) => {
      const end = (code: number): void => {
        this.#ended = true
        this.#notify()
        resolve(code)
      }
      child.on('error', (error) => {
        this.#output += error.message
        end(127)
      })
      child.on('close', (code) => end(code ?? 128))
    })
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error(`the process did not start: ${this.#output}`)
    return this.#child.pid
  }

  get ended(): boolean {
    return this.#ended
  }

  /** Everything it has said so far, on both streams. */
  get output(): string {
    return this.#output
  }

  /** Sends SIGTERM; nothing happens when the process is already gone. */
  terminate(): void {
    this.signal('SIGTERM')
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  /** The first whole line that matches; rejects when the process ends without it, or when the time is over. */
  line(pattern: RegExp, timeoutMs: number): Promise<string> {
    return new Promise((resolve, reject) => {
      const settle = (act: () => void): void => {
        this.#watchers.delete(look)
        clearTimeout(timer)
        act()
      }
      const fail = (what: string): void =>
        settle(() => reject(new Error(`${what}; it said:\n${this.#output}`)))
      const look = (): void => {
        const whole = this.#output.split('\n').slice(0, -1)
        const found = whole.find((line) => pattern.test(line))
        if (found !== undefined) settle(() => resolve(found))
        else if (this.#ended) fail(`the process ended without a line like ${pattern}`)
      }
      const timer = setTimeout(() => fail(`no line like ${pattern} within ${timeoutMs} ms`), timeoutMs)
      this.#watchers.add(look)
      look()
    })
  }

  #notify(): void {
    for (const watch of this.#watchers) watch()
  }
}
