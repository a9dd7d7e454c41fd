import WebSocket from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

/** An unmodified y-websocket provider as an application uses it. */
export interface StockClient {
  readonly doc: Y.Doc
  readonly provider: WebsocketProvider
  /** Sockets that it has opened so far. */
  sockets(): number
}

/** @param params of the URL, such as a token; `provider.params` may be set to others for the next connection. */
export function openStockClient(
  serverUrl: string,
  room: string,
  doc = new Y.Doc(),
  params: Record<string, string> = {},
): StockClient {
  let opened = 0
  class CountedWebSocket extends WebSocket {
    constructor(...args: ConstructorParameters<typeof WebSocket>) {
      super(...args)
      opened++
    }
  }
  const provider = new WebsocketProvider(serverUrl, room, doc, {
    params,
    WebSocketPolyfill: CountedWebSocket as unknown as typeof globalThis.WebSocket,
    // Tabs of one browser would otherwise talk to each other past the server.
    disableBc: true,
  })
  return { doc, provider, sockets: () => opened }
}
