import * as encoding from 'lib0/encoding'

type Write = (encoder: encoding.Encoder) => void

export interface CraftedId {
  readonly client: number
  readonly clock: number
}

/** One struct of an update, its bytes as they are to be: nothing is checked. */
export interface CraftedStruct {
  /** The first byte without the bits for neighbours and key; 0 is GC, 10 a skip. */
  readonly content: number
  readonly origin?: CraftedId
  readonly right?: CraftedId
  /** A root by its name, or an item. */
  readonly parent?: string | CraftedId
  readonly key?: string
  readonly write?: Write
}

/** All that one client wrote, from a clock on. */
export interface CraftedBlock extends CraftedId {
  readonly structs: readonly CraftedStruct[]
}

/** A range of deletions: whose, from where, how long. */
export type CraftedDelete = readonly [client: number, clock: number, length: number]

/** The V1 update that a client of its own making could send. */
export function craftUpdate(
  blocks: readonly CraftedBlock[],
  deletes: readonly CraftedDelete[] = [],
): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, blocks.length)
  for (const { client, clock, structs } of blocks) {
    encoding.writeVarUint(encoder, structs.length)
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, clock)
    for (const struct of structs) writeStruct(encoder, struct)
  }
  encoding.writeVarUint(encoder, deletes.length)
  for (const [client, clock, length] of deletes) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, 1)
    encoding.writeVarUint(encoder, clock)
    encoding.writeVarUint(encoder, length)
  }
  return encoding.toUint8Array(encoder)
}

function writeStruct(encoder: encoding.Encoder, struct: CraftedStruct): void {
  const { content, origin, right, parent, key, write } = struct
  const isItem = content !== 0 && content !== 10
  encoding.writeUint8(encoder, content | (origin ? 128 : 0) | (right ? 64 : 0) | (key === undefined ? 0 : 32))
  if (origin) writeId(encoder, origin)
  if (right) writeId(encoder, right)
  if (isItem && !origin && !right) {
    encoding.writeVarUint(encoder, typeof parent === 'object' ? 0 : 1)
    if (typeof parent === 'object') writeId(encoder, parent)
    else encoding.writeVarString(encoder, parent ?? 'nodes')
    if (key !== undefined) encoding.writeVarString(encoder, key)
  }
  write?.(encoder)
}

function writeId(encoder: encoding.Encoder, { client, clock }: CraftedId): void {
  encoding.writeVarUint(encoder, client)
  encoding.writeVarUint(encoder, clock)
}

/** A length, for GC, skips and deleted content. */
export const length =
  (value: number): Write =>
  (encoder) =>
    encoding.writeVarUint(encoder, value)

export const text =
  (value: string): Write =>
  (encoder) =>
    encoding.writeVarString(encoder, value)

export const any =
  (...values: readonly unknown[]): Write =>
  (encoder) => {
    encoding.writeVarUint(encoder, values.length)
    for (const value of values) encoding.writeAny(encoder, value as Parameters<typeof encoding.writeAny>[1])
  }

/** JSON texts, one an element. */
export const json =
  (...values: readonly string[]): Write =>
  (encoder) => {
    encoding.writeVarUint(encoder, values.length)
    for (const value of values) encoding.writeVarString(encoder, value)
  }

/** How Yjs 13 numbers contents and types. */
export const contents = {
  gc: 0,
  deleted: 1,
  json: 2,
  binary: 3,
  string: 4,
  embed: 5,
  format: 6,
  type: 7,
  any: 8,
  doc: 9,
  skip: 10,
} as const
export const types = {
  array: 0,
  map: 1,
  text: 2,
  xmlElement: 3,
  xmlFragment: 4,
  xmlHook: 5,
  xmlText: 6,
} as const

export const type =
  (value: number, name?: string): Write =>
  (encoder) => {
    encoding.writeVarUint(encoder, value)
    if (name !== undefined) encoding.writeVarString(encoder, name)
  }
