import { WebSocket } from 'ws'
import type { ClientSocket } from './environment.ts'

/** Node below 22 has no WebSocket of its own, and `ws` behaves alike in all versions. */
export function openWebSocket(url: string, protocols: string[]): ClientSocket {
  return new WebSocket(url, protocols, { perMessageDeflate: false }) as unknown as ClientSocket
}
