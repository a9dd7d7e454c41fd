/** One thing that takes bytes from strangers. */
export interface Target {
  readonly name: string
  /** The longest input that is tried. */
  readonly maxBytes: number
  /** How much of a run is its: about as much as it takes. */
  readonly share: number
  /** What honest peers say; everything else grows out of it. */
  readonly seeds: () => Uint8Array[]
  /** Pieces of bytes that mean something here. */
  readonly words: readonly Uint8Array[]
  /** @throws for whatever may not happen, whoever sent the bytes. The same input always takes the same course. */
  readonly run: (input: Uint8Array) => void | Promise<void>
}

/** Several messages as one input: each behind its length, two bytes. */
export function joinChunks(chunks: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(chunks.flatMap((chunk) => [chunk.length & 255, chunk.length >> 8, ...chunk]))
}

/** The messages of an input, however its lengths came about; 32 at most. */
export function splitChunks(input: Uint8Array): Uint8Array[] {
  const chunks: Uint8Array[] = []
  for (let at = 0; at + 2 <= input.length && chunks.length < 32;) {
    const length = input[at]! | (input[at + 1]! << 8)
    chunks.push(input.slice(at + 2, at + 2 + length))
    at += 2 + length
  }
  return chunks
}

export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(what)
}

export function isSameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0
}
