/**
 * The close codes of every Coplane socket. `retry: false` (4400–4499) means that the same attempt cannot succeed
 * and the SDK stops; `retry: true` (4500–4599 and the transport's own codes) means reconnect with backoff.
 */
export const closeCodes = {
  'bad-frame': {
    code: 4400,
    retry: false,
    meaning: 'a frame was malformed, of an unknown type, text, or out of turn',
  },
  'bad-room': { code: 4404, retry: false, meaning: 'the room name is empty, too long, or not valid UTF-8' },
  'bad-protocol': {
    code: 4406,
    retry: false,
    meaning: 'the client offered no subprotocol that this server speaks',
  },
  replaced: { code: 4409, retry: false, meaning: 'the same session connected again on another socket' },
  'too-large': { code: 4413, retry: false, meaning: 'a frame was larger than maxFrameBytes' },
  'bad-update': { code: 4422, retry: false, meaning: 'a Yjs update could not be decoded' },
  internal: { code: 4500, retry: true, meaning: 'the server failed; the failure is in its log' },
  unavailable: {
    code: 4503,
    retry: true,
    meaning: 'the room could not be loaded or its store refuses writes',
  },
  'room-full': { code: 4507, retry: true, meaning: 'the room holds as many members as it may' },
  'slow-consumer': { code: 4508, retry: true, meaning: 'the socket stayed too far behind for too long' },
  draining: {
    code: 4512,
    retry: true,
    meaning: 'the server is shutting down; connect again, elsewhere or later',
  },
  'hello-timeout': { code: 4514, retry: true, meaning: 'no hello arrived in time after the socket opened' },
} as const satisfies Record<string, CloseCode>

export interface CloseCode {
  readonly code: number
  readonly retry: boolean
  readonly meaning: string
}

export type CloseName = keyof typeof closeCodes

const byCode = new Map<number, CloseName>(
  (Object.keys(closeCodes) as CloseName[]).map((name) => [closeCodes[name].code, name]),
)

/** The name of one of our codes, or undefined for the transport's own (1000, 1006, …). */
export function closeNameOf(code: number): CloseName | undefined {
  return byCode.get(code)
}

/** Whether a client should connect again after this code: ours by the table, the transport's own always. */
export function mayRetry(code: number): boolean {
  return code < 4400 || code > 4499
}
