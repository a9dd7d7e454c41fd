/** The wire's version. Any change of a golden vector raises it (test/protocol/version-lock.test.ts). */
export const protocolVersion = 3

/** The WebSocket subprotocol that a native client offers and the server selects. */
export const subprotocol = `coplane.v${protocolVersion}`

/**
 * A client that cannot set headers offers this and its token behind it as a second subprotocol; it is never selected.
 * A token in the URL would be in every log on the way.
 */
export const tokenSubprotocol = 'coplane.token.'
