import { Buffer } from 'node:buffer'

/** How stock Yjs providers speak to one kind of server: the y-protocols messages, and what is around them. */
export interface StockDialect {
  readonly path: string
  /** Bytes before every message. */
  readonly prefix: Buffer
  /** Sent when the socket opens, before the document is asked for. */
  readonly greeting: readonly Buffer[]
}

export const messageSync = 0
export const messageAwareness = 1
const messageAuth = 2
export const syncStep1 = 0
export const syncStep2 = 1
export const syncUpdate = 2

const room = 'bench'

/** y-websocket 3: the room is in the path, nothing is before a message. */
function yWebsocket(path: string): StockDialect {
  return { path, prefix: Buffer.alloc(0), greeting: [] }
}

/** Hocuspocus 4: every message names its document; a token is shown before anything is read. */
function hocuspocus(): StockDialect {
  const prefix = varString(room)
  const authentication = [prefix, varUint(messageAuth), varUint(0), varString('token'), varString('4.7.0')]
  return { path: '/', prefix, greeting: [Buffer.concat(authentication)] }
}

export const stockDialects = {
  'coplane-stock': yWebsocket(`/yjs/${room}`),
  'y-websocket': yWebsocket(`/${room}`),
  hocuspocus: hocuspocus(),
} as const satisfies Readonly<Record<string, StockDialect>>

export type StockName = keyof typeof stockDialects

/** "I have nothing: what have you?" */
export function askForDocument({ prefix }: StockDialect): Buffer {
  return syncMessage(prefix, syncStep1, Buffer.of(0))
}

/** The answer of one who has nothing that the server lacks. */
export function nothingToAdd({ prefix }: StockDialect): Buffer {
  return syncMessage(prefix, syncStep2, Buffer.of(0, 0))
}

export function updateMessage({ prefix }: StockDialect, update: Uint8Array): Buffer {
  return syncMessage(prefix, syncUpdate, update)
}

/** One client's own presence; `state` is JSON. */
export function awarenessMessage(
  { prefix }: StockDialect,
  clientId: number,
  clock: number,
  state: string,
): Buffer {
  const entry = Buffer.concat([varUint(1), varUint(clientId), varUint(clock), varString(state)])
  return Buffer.concat([prefix, varUint(messageAwareness), varUint(entry.length), entry])
}

function syncMessage(prefix: Buffer, step: number, bytes: Uint8Array): Buffer {
  return Buffer.concat([prefix, Buffer.of(messageSync, step), varUint(bytes.length), bytes])
}

function varString(text: string): Buffer {
  const bytes = Buffer.from(text)
  return Buffer.concat([varUint(bytes.length), bytes])
}

/** lib0's variable-length integer: seven bits a byte, lowest first. */
function varUint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push(0x80 | (rest % 128))
  return Buffer.from([...bytes, rest])
}
