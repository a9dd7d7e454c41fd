import type { Buffer } from 'node:buffer'
import * as Y from 'yjs'
import { messageAwareness, messageSync, syncStep1, syncStep2, syncUpdate } from './stock-dialect.ts'

/** Sendings of one writer that a message carries, first and last included; they count from 1. */
export interface Run {
  readonly writer: number
  readonly first: number
  readonly last: number
}

/** What a server's message is to a member. */
export type StockMessage =
  | { readonly is: 'question' }
  | { readonly is: 'document'; readonly update: Uint8Array }
  | { readonly is: 'update'; readonly runs: readonly Run[] }
  | { readonly is: 'awareness'; readonly runs: readonly Run[] }
  | { readonly is: 'other' }

/** Writers by the clientID that they write under. */
export type WritersById = ReadonlyMap<number, number>

/** Reads the message that begins at `start`, after the dialect's prefix. */
export function readStockMessage(
  bytes: Buffer,
  start: number,
  end: number,
  writers: WritersById,
): StockMessage {
  const [type, step] = [bytes[start], bytes[start + 1]]
  if (type === messageAwareness)
    return { is: 'awareness', runs: awarenessRuns(new Cursor(bytes, start + 1, end), writers) }
  if (type !== messageSync) return { is: 'other' }
  if (step === syncStep1) return { is: 'question' }
  const update = new Cursor(bytes, start + 2, end).bytesHere()
  if (step === syncStep2) return { is: 'document', update }
  if (step === syncUpdate) return { is: 'update', runs: updateRuns(update, writers) }
  return { is: 'other' }
}

/**
 * A writer's n-th move is one struct of length 1 at clock n − 1, so that clocks say which moves an update
 * holds, whether the server forwarded it, merged it with others or applied it and made its own.
 */
export function updateRuns(update: Uint8Array, writers: WritersById): Run[] {
  const runs: Run[] = []
  for (const struct of Y.decodeUpdate(update).structs) {
    const writer = writers.get(struct.id.client)
    if (writer === undefined || struct instanceof Y.Skip) continue
    const [first, last] = [struct.id.clock + 1, struct.id.clock + struct.length]
    const before = runs.at(-1)
    if (before?.writer === writer && before.last + 1 === first) runs[runs.length - 1] = { ...before, last }
    else runs.push({ writer, first, last })
  }
  return runs
}

/** A state replaces those before it, so it stands for all of them. */
function awarenessRuns(cursor: Cursor, writers: WritersById): Run[] {
  const runs: Run[] = []
  cursor.varUint()
  for (let left = cursor.varUint(); left > 0; left--) {
    const writer = writers.get(cursor.varUint())
    const clock = cursor.varUint()
    cursor.bytesHere()
    if (writer !== undefined) runs.push({ writer, first: 1, last: clock })
  }
  return runs
}

class Cursor {
  private readonly bytes: Buffer
  private at: number
  private readonly end: number

  constructor(bytes: Buffer, at: number, end: number) {
    this.bytes = bytes
    this.at = at
    this.end = end
  }

  varUint(): number {
    let [value, scale] = [0, 1]
    for (;;) {
      if (this.at >= this.end) throw new Error('a message ends within a number')
      const byte = this.bytes[this.at++]!
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
      scale *= 128
    }
  }

  bytesHere(): Buffer {
    const length = this.varUint()
    if (this.at + length > this.end) throw new Error('a message ends within its bytes')
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }
}
