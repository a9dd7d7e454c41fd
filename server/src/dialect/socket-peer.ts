import type { CloseName } from '@coplane/client/protocol/close-codes'
import type { Socket } from '../room/ports.ts'

/** The part of a peer that is the same in every dialect: one socket that takes part in one audience's topic. */
export class SocketPeer {
  protected readonly socket: Socket
  private readonly topic: string

  constructor(socket: Socket, topic: string) {
    this.socket = socket
    this.topic = topic
  }

  bufferedBytes(): number {
    return this.socket.bufferedBytes()
  }

  subscribe(): void {
    this.socket.subscribe(this.topic)
  }

  unsubscribe(): void {
    this.socket.unsubscribe(this.topic)
  }

  close(name: CloseName, reason?: string): void {
    this.socket.close(name, reason)
  }
}
