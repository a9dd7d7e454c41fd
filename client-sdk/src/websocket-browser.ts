import type { ClientSocket } from './environment.ts'

export function openWebSocket(url: string, protocols: string[]): ClientSocket {
  return new WebSocket(url, protocols) as unknown as ClientSocket
}
