import { encodeHello } from '../../../client-sdk/src/protocol/hello.ts'

/** The HELLO of a client that has nothing, for tests that speak the wire themselves. */
export function rawHello(): Uint8Array<ArrayBuffer> {
  return encodeHello({
    role: 'editor',
    clientId: 5,
    epoch: 0,
    eventSeq: 0,
    session: new Uint8Array(16),
    stateVector: new Uint8Array(1),
    profile: new Uint8Array(0),
  })
}
