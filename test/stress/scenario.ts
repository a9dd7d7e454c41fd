import type { Stage } from './stage.ts'

/** One self-checking play: it throws as soon as a promise is broken, and otherwise says nothing. */
export interface Scenario {
  /** `STR` and a number, used once. */
  readonly id: string
  /** What holds, as a sentence. */
  readonly sentence: string
  /** The whole of it, cleaning up included, has to be over by then. Default: 20 s. */
  readonly timeoutMs?: number
  readonly run: (stage: Stage) => Promise<void>
}
