import { SeededRandom } from '../../support/sim/seeded-random.ts'
import type { Target } from '../target.ts'
import type { Coverage } from './coverage.ts'
import { mutate } from './mutate.ts'

export interface Finding {
  readonly message: string
  readonly input: Uint8Array
}

export interface FuzzOptions {
  readonly seed: number
  /** Inputs from before, besides the target's own seeds. */
  readonly corpus: readonly Uint8Array[]
  /** Without it, every child of a seed is as good as any other. */
  readonly coverage?: Coverage
  /** Called with every input before it is run. */
  readonly trying?: (input: Uint8Array) => void
}

/** Makes inputs of those that did something new, one after the other; the same seed makes the same ones. */
export class Fuzzer {
  readonly findings = new Map<string, Finding>()
  readonly corpus: Uint8Array[] = []
  inputs = 0
  private readonly random: SeededRandom
  private readonly target: Target
  private readonly options: FuzzOptions

  constructor(target: Target, options: FuzzOptions) {
    this.target = target
    this.options = options
    this.random = new SeededRandom(options.seed)
  }

  /** Runs what is known already, so that new is what nobody knew. */
  async begin(): Promise<void> {
    for (const input of [...this.target.seeds(), ...this.options.corpus, new Uint8Array(0)]) {
      await this.try(input)
      if (!this.corpus.includes(input)) this.corpus.push(input)
    }
  }

  async step(): Promise<void> {
    const { corpus, random, target } = this
    // The newest know most; the others must not be forgotten.
    const recent = random.chance(0.5) ? Math.max(0, corpus.length - 64) : 0
    const input = corpus[recent + random.below(corpus.length - recent)]!
    await this.try(mutate(input, random.pick(corpus)!, target.words, target.maxBytes, random))
  }

  private async try(input: Uint8Array): Promise<void> {
    const { coverage, seed, trying } = this.options
    this.inputs++
    trying?.(input)
    coverage?.start()
    const systemRandom = Math.random
    Math.random = new SeededRandom(seed).next
    try {
      const run = this.target.run(input)
      if (run) await run
    } catch (error) {
      const message = error instanceof Error ? `${error.message} ${String(error.cause ?? '')}` : String(error)
      const known = this.findings.get(message)
      if (!known || known.input.length > input.length) this.findings.set(message, { message, input })
    } finally {
      Math.random = systemRandom
    }
    if (coverage?.isNew()) this.corpus.push(input)
  }
}
