/** What a worker is asked to do. */
export interface Job {
  readonly target: string
  readonly seed: number
  readonly inputs: number
  readonly deadlineMs: number
  readonly corpus: readonly Uint8Array[]
  /** How many inputs were begun, the length of the last, and its bytes: what is left to look at when it never ends. */
  readonly shared: SharedArrayBuffer
}

/** What came of it. */
export interface JobResult {
  readonly inputs: number
  readonly seconds: number
  readonly branches: number
  readonly findings: readonly { readonly message: string; readonly input: Uint8Array }[]
  /** Inputs that went where none had gone. */
  readonly discovered: readonly Uint8Array[]
}

export const sharedHeadBytes = 8
