import { tokenSubprotocol } from '@coplane/client/protocol/version'
import type { HttpRequest } from 'uWebSockets.js'

/** What a request to open a WebSocket says of who sends it. Copied: the request ends with the call. */
export interface Handshake {
  /** Of the three places that a token may be in, the first that has one. */
  readonly token: string | undefined
  /** The subprotocols that it offers, without the token. */
  readonly offered: readonly string[]
  /** Where the page is from that opens it; empty when it is not a browser's. */
  readonly origin: string
}

export function readHandshake(req: HttpRequest): Handshake {
  const offers = req
    .getHeader('sec-websocket-protocol')
    .split(',')
    .map((each) => each.trim())
  const offered = offers.filter((each) => each !== '' && !each.startsWith(tokenSubprotocol))
  const offeredToken = offers.find((each) => each.startsWith(tokenSubprotocol))
  const token =
    bearerOf(req.getHeader('authorization')) ??
    offeredToken?.slice(tokenSubprotocol.length) ??
    req.getQuery('token')
  return { token: token === '' ? undefined : token, offered, origin: req.getHeader('origin') }
}

/** The token of an Authorization header, if it has one. */
export function bearerOf(header: string): string | undefined {
  return /^bearer +(\S+)$/i.exec(header)?.[1]
}
