/** The data directory cannot be used. The message is one sentence an operator can act on; `cause` has the rest. */
export class StoreOpenError extends Error {
  override readonly name = 'StoreOpenError'
}
