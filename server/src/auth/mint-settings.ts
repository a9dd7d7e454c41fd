/** What of a token is the operator's and not the command line's. */
export interface MintSettings {
  readonly secret: Uint8Array | undefined
  readonly issuer: string | undefined
  readonly audience: string | undefined
}
