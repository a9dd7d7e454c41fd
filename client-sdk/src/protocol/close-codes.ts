/**
 * The close codes of every Coplane socket. `retry: false` (4400–4499) means that the same attempt cannot succeed
 * and the SDK stops; `retry: true` (4500–4599 and the transport's own codes) means reconnect with backoff.
 */
export const closeCodes = {
  'bad-frame': { code: 4400, retry: false },
  unauthorized: { code: 4401, retry: false },
  forbidden: { code: 4403, retry: false },
  'bad-room': { code: 4404, retry: false },
  'bad-protocol': { code: 4406, retry: false },
  replaced: { code: 4409, retry: false },
  'too-large': { code: 4413, retry: false },
  'bad-update': { code: 4422, retry: false },
  internal: { code: 4500, retry: true },
  expired: { code: 4501, retry: true },
  unavailable: { code: 4503, retry: true },
  'server-full': { code: 4505, retry: true },
  'room-full': { code: 4507, retry: true },
  'slow-consumer': { code: 4508, retry: true },
  draining: { code: 4512, retry: true },
  'hello-timeout': { code: 4514, retry: true },
  'rate-limited': { code: 4529, retry: true },
  'too-many': { code: 4530, retry: true },
} as const satisfies Record<string, CloseCode>

export interface CloseCode {
  readonly code: number
  readonly retry: boolean
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
