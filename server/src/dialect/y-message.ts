import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { roomLimits } from '../room/room-limits.ts'
import { isShallow } from '../room/update/update-bytes.ts'
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync'

/** One message of the y-websocket protocol, as a stock client sends it (y-websocket 3, y-protocols 1). */
export type YMessage =
  | { readonly is: 'sync-step-1'; readonly stateVector: Uint8Array }
  | { readonly is: 'update'; readonly update: Uint8Array }
  | { readonly is: 'awareness'; readonly entries: readonly AwarenessEntry[] }
  | { readonly is: 'query-awareness' }

/** One client's presence: `state` is its JSON text, `null` when it left. */
export interface AwarenessEntry {
  readonly clientId: number
  readonly clock: number
  readonly state: string
}

export const leftState = 'null'

const messageSync = 0
const messageAwareness = 1
/** Its one message, `PermissionDenied` (y-protocols/auth). */
const messageAuth = 2
const authPermissionDenied = 0
const messageQueryAwareness = 3

/** All messages of one frame (stock clients send one, version 4 may pack several), or undefined when malformed. */
export function decodeYMessages(frame: Uint8Array): YMessage[] | undefined {
  try {
    const decoder = decoding.createDecoder(frame)
    const messages: YMessage[] = []
    do messages.push(readMessage(decoder))
    while (decoding.hasContent(decoder) && messages.length <= mostMessages)
    return messages.length > mostMessages ? undefined : messages
  } catch {
    // lib0 reports the end of the bytes by throwing; whatever it was, the frame is malformed.
    return undefined
  }
}

/** In one frame: a message of one byte would otherwise make hundred times as much of itself. */
const mostMessages = 64

function readMessage(decoder: decoding.Decoder): YMessage {
  const type = decoding.readVarUint(decoder)
  switch (type) {
    case messageSync:
      return readSync(decoder)
    case messageAwareness:
      return { is: 'awareness', entries: readAwareness(decoding.readVarUint8Array(decoder)) }
    case messageQueryAwareness:
      return { is: 'query-awareness' }
    default:
      throw new Error(`unknown message type ${type}`)
  }
}

function readSync(decoder: decoding.Decoder): YMessage {
  const step = decoding.readVarUint(decoder)
  const bytes = decoding.readVarUint8Array(decoder)
  if (step === messageYjsSyncStep1) return { is: 'sync-step-1', stateVector: bytes }
  if (step === messageYjsSyncStep2 || step === messageYjsUpdate) return { is: 'update', update: bytes }
  throw new Error(`unknown sync step ${step}`)
}

function readAwareness(bytes: Uint8Array): AwarenessEntry[] {
  const decoder = decoding.createDecoder(bytes)
  const entries: AwarenessEntry[] = []
  for (let left = decoding.readVarUint(decoder); left > 0; left--) {
    const clientId = decoding.readVarUint(decoder)
    const clock = decoding.readVarUint(decoder)
    const state = decoding.readVarString(decoder)
    // It goes to other clients as it is: theirs throw on bad JSON, and compare values by recursion. What is too long goes nowhere.
    if (state.length <= roomLimits.awarenessLetters) {
      JSON.parse(state)
      if (!isShallow(state)) throw new Error('nested too deep')
    }
    entries.push({ clientId, clock, state })
  }
  return entries
}

export function encodeSyncStep1(stateVector: Uint8Array): Uint8Array {
  return encodeSyncMessage(messageYjsSyncStep1, stateVector)
}

export function encodeSyncStep2(update: Uint8Array): Uint8Array {
  return encodeSyncMessage(messageYjsSyncStep2, update)
}

export function encodeSyncUpdate(update: Uint8Array): Uint8Array {
  return encodeSyncMessage(messageYjsUpdate, update)
}

function encodeSyncMessage(step: number, bytes: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, messageSync)
  encoding.writeVarUint(encoder, step)
  encoding.writeVarUint8Array(encoder, bytes)
  return encoding.toUint8Array(encoder)
}

/** `02 00` and a reason, which stock clients write to their console. */
export function encodePermissionDenied(reason: string): Uint8Array {
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, messageAuth)
  encoding.writeVarUint(encoder, authPermissionDenied)
  encoding.writeVarString(encoder, reason)
  return encoding.toUint8Array(encoder)
}

/** With no entries it changes nothing and keeps a quiet client from reconnecting: `01 01 00`. */
export function encodeAwareness(entries: readonly AwarenessEntry[]): Uint8Array {
  const inner = encoding.createEncoder()
  encoding.writeVarUint(inner, entries.length)
  for (const { clientId, clock, state } of entries) {
    encoding.writeVarUint(inner, clientId)
    encoding.writeVarUint(inner, clock)
    encoding.writeVarString(inner, state)
  }
  const encoder = encoding.createEncoder()
  encoding.writeVarUint(encoder, messageAwareness)
  encoding.writeVarUint8Array(encoder, encoding.toUint8Array(inner))
  return encoding.toUint8Array(encoder)
}
