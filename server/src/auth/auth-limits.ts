/** Bounds of tokens and keys, each with its policy in one word. The size of a token is the wire's `maxTokenBytes` (refuse). */
export const authLimits = {
  /** Bytes of a shared secret at least, as RFC 7518 asks for HS256 (refuse to start). */
  minSecretBytes: 32,
  /** UTF-8 bytes of a user's name, the claim `sub` (refuse). */
  maxUserBytes: 256,
  /** Entries of the claim `rooms` (refuse). */
  maxRooms: 128,
  /** How far the issuer's clock may be ahead of ours: for `iat` and `nbf`, never for `exp` (refuse). */
  clockToleranceS: 5,
  /** Age at which keys are fetched again: so long may one that was withdrawn still count (refresh). */
  keyRefreshMs: 5 * 60_000,
  /** For how long keys that were fetched count while fetching fails (refuse as `unavailable`). */
  keyStaleMs: 60 * 60_000,
  /** Least time between two fetches, whatever tokens name (refuse as `unavailable`). */
  keyCooldownMs: 5_000,
  /** How long one fetch may take (refuse as `unavailable`). */
  keyFetchMs: 5_000,
  /** Least time between two lines of the log about tokens that were refused (coalesce). */
  refusalLogMs: 10_000,
} as const
