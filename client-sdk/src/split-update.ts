import * as Y from 'yjs'

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number]

/**
 * Cuts a Yjs update (V1) into several that make the same document when applied in order. A single struct larger than
 * `maxBytes` stays whole, and so does the delete set, which comes last.
 */
export function splitUpdate(update: Uint8Array, maxBytes: number): Uint8Array[] {
  if (update.length <= maxBytes) return [update]
  const pieces: Uint8Array[] = []
  const end = new Map<number, number>()
  let piece: Struct[] = []
  let bytes = 0
  const cut = (): void => {
    if (piece.length > 0) pieces.push(encodeStructs(piece))
    piece = []
    bytes = 0
  }
  for (const struct of Y.decodeUpdate(update).structs) {
    end.set(struct.id.client, struct.id.clock + struct.length)
    if (struct instanceof Y.Skip) {
      // What follows the gap starts at a clock of its own.
      cut()
      continue
    }
    const structBytes = bytesOf(struct) + runHeadBytes
    if (bytes + structBytes > maxBytes) cut()
    piece.push(struct)
    bytes += structBytes
  }
  cut()
  // What is behind the state that all structs make is the deletes alone.
  pieces.push(Y.diffUpdate(update, Y.encodeStateVector(end)))
  return pieces
}

/** Structs of a run, its client and its clock, as varints; counted for every struct, so that it is never too little. */
const runHeadBytes = 20

function bytesOf(struct: Struct): number {
  const encoder = new Y.UpdateEncoderV1()
  struct.write(encoder, 0)
  return encoder.toUint8Array().length
}

/** The layout of an update: runs of one client's structs each, and a delete set, which is empty here. */
function encodeStructs(structs: readonly Struct[]): Uint8Array {
  const runs: Struct[][] = []
  for (const struct of structs) {
    const run = runs.at(-1)
    if (run?.[0]!.id.client === struct.id.client) run.push(struct)
    else runs.push([struct])
  }
  const encoder = new Y.UpdateEncoderV1()
  encoder.writeLen(runs.length)
  for (const run of runs) {
    const { client, clock } = run[0]!.id
    encoder.writeLen(run.length)
    encoder.writeClient(client)
    encoder.writeLen(clock)
    for (const struct of run) struct.write(encoder, 0)
  }
  encoder.writeLen(0)
  return encoder.toUint8Array()
}
