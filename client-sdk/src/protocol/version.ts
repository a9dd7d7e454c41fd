/** The wire's version. Any change of a golden vector raises it (test/protocol/version-lock.test.ts). */
export const protocolVersion = 2

/** The WebSocket subprotocol that a native client offers and the server selects. */
export const subprotocol = `coplane.v${protocolVersion}`
