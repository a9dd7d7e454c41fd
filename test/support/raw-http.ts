import { connect, type Socket } from 'node:net'

/** One TCP connection that says exactly what the test says. */
export class RawHttp {
  /** Everything that came. */
  received = Buffer.alloc(0)
  /** Resolves when the other side has ended it; how long that took, in milliseconds. */
  readonly ended: Promise<number>
  private readonly socket: Socket

  constructor(port: number) {
    const startMs = performance.now()
    this.socket = connect(port, '127.0.0.1')
    this.socket.on('data', (data: Buffer) => {
      this.received = Buffer.concat([this.received, data])
    })
    this.ended = new Promise((resolve) => {
      this.socket.on('error', () => undefined)
      this.socket.on('close', () => resolve(performance.now() - startMs))
    })
  }

  get text(): string {
    return this.received.toString('latin1')
  }

  send(...parts: readonly (string | Uint8Array)[]): this {
    for (const part of parts) if (this.socket.writable) this.socket.write(part)
    return this
  }

  destroy(): void {
    this.socket.destroy()
  }
}

/** A request to open a WebSocket, with these further header lines. */
export function upgradeRequest(path: string, subprotocol: string, lines: readonly string[] = []): string {
  return [
    `GET ${path} HTTP/1.1`,
    'Host: localhost',
    'Upgrade: websocket',
    'Connection: Upgrade',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Protocol: ${subprotocol}`,
    ...lines,
    '\r\n',
  ].join('\r\n')
}

/** A PROXY protocol header of version 2, for TCP over IPv4. */
export function proxyHeader(from: readonly [number, number, number, number]): Uint8Array {
  const signature = [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a]
  const ports = [0x10, 0x00, 0x20, 0x00]
  return Uint8Array.from([...signature, 0x21, 0x11, 0, 12, ...from, 127, 0, 0, 1, ...ports])
}
