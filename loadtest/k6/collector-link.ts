import { WebSocket, type MessageEvent } from 'k6/websockets'
import type { CollectorMessage, VuMessage } from '../scenario/vu-message.ts'

/** The way to whoever collects what all virtual users counted; a run by k6 alone has nobody there. */
export class CollectorLink {
  private socket: WebSocket | undefined
  private readonly waiting: string[] = []
  private isOpen = false
  /** Called when sockets may be opened. */
  onGo: () => void = () => undefined
  /** Called when the collector has read the server's counters, and the sockets may go. */
  onClose: () => void = () => undefined

  /** @param url undefined for nobody. */
  constructor(url: string | undefined) {
    if (!url) return
    const socket = new WebSocket(url, null, { tags: { name: 'collector' } })
    socket.onopen = () => {
      this.isOpen = true
      for (const text of this.waiting.splice(0)) socket.send(text)
    }
    socket.onmessage = (event?: MessageEvent) => {
      const message = JSON.parse(event?.data as string) as CollectorMessage
      if (message.kind === 'go') this.onGo()
      else this.onClose()
    }
    socket.onclose = () => {
      this.socket = undefined
      // Without a collector nobody would say that the run is over.
      this.onClose()
    }
    this.socket = socket
  }

  get isThere(): boolean {
    return this.socket !== undefined
  }

  send(message: VuMessage): void {
    if (!this.socket) return
    const text = JSON.stringify(message)
    if (this.isOpen) this.socket.send(text)
    else this.waiting.push(text)
  }

  end(): void {
    const { socket } = this
    this.socket = undefined
    socket?.close(1000)
  }
}
