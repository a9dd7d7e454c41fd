import type { ClientSocket } from './environment.ts'

export function openWebSocket(url: string, protocol: string): ClientSocket {
  return new WebSocket(url, protocol) as unknown as ClientSocket
}
