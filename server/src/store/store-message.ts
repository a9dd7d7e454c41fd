import type { PackedBytes } from './packed-bytes.ts'
import type { Override } from '../room/access-store.ts'
import type { LogRow, StoredDocument } from '../room/document-store.ts'
import { packBytes, unpackBytes } from './packed-bytes.ts'

/** What the main thread asks of the SQLite worker. The worker answers in the order it was asked. */
export type StoreRequest =
  | { readonly type: 'append'; readonly rows: PackedRows }
  | { readonly type: 'fold'; readonly room: string; readonly seq: number; readonly snapshot: Uint8Array }
  | { readonly type: 'load'; readonly room: string }
  | { readonly type: 'put-override'; readonly override: Override }
  | { readonly type: 'forget-overrides'; readonly beforeMs: number }
  | { readonly type: 'load-overrides' }
  | { readonly type: 'close' }

/** What the worker hands back for a request. */
export type AnswerTo<Request extends StoreRequest> = Request extends { readonly type: 'load' }
  ? PackedDocument | undefined
  : Request extends { readonly type: 'load-overrides' }
    ? readonly Override[]
    : undefined

export type StoreAnswer = AnswerTo<StoreRequest>

/** A request and the id that its reply will carry; ids start at 1. */
export interface StoreCall {
  readonly id: number
  readonly request: StoreRequest
}

/** The id of the reply that says whether the worker could open the data directory. */
export const openCallId = 0

/** What the worker sends: one `done` or `failed` for each call, and a `problem` when an operator should know. */
export type StoreReply =
  | { readonly type: 'done'; readonly id: number; readonly answer: StoreAnswer }
  | { readonly type: 'failed'; readonly id: number; readonly reason: string }
  | { readonly type: 'problem'; readonly problem: string }

/** Log rows as columns. */
export interface PackedRows {
  readonly rooms: readonly string[]
  readonly seqs: readonly number[]
  readonly updates: PackedBytes
}

/** A stored document; its snapshot, if it has one, is the first packed array. */
export interface PackedDocument {
  readonly seq: number
  readonly hasSnapshot: boolean
  readonly arrays: PackedBytes
}

export function packRows(rows: readonly LogRow[]): PackedRows {
  return {
    rooms: rows.map((row) => row.room),
    seqs: rows.map((row) => row.seq),
    updates: packBytes(rows.map((row) => row.update)),
  }
}

export function unpackRows({ rooms, seqs, updates }: PackedRows): LogRow[] {
  return unpackBytes(updates).map((update, index) => ({ room: rooms[index]!, seq: seqs[index]!, update }))
}

export function packDocument({ snapshot, updates, seq }: StoredDocument): PackedDocument {
  const arrays = snapshot === undefined ? updates : [snapshot, ...updates]
  return { seq, hasSnapshot: snapshot !== undefined, arrays: packBytes(arrays) }
}

export function unpackDocument({ seq, hasSnapshot, arrays }: PackedDocument): StoredDocument {
  const unpacked = unpackBytes(arrays)
  const snapshot = hasSnapshot ? unpacked.shift() : undefined
  return { snapshot, updates: unpacked, seq }
}
