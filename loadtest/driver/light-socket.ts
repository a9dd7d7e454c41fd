import { Buffer } from 'node:buffer'
import { connect, type Socket } from 'node:net'
import { subprotocol } from '@coplane/client/protocol/version'
import { encodeClientFrame, opcodes } from './client-frame.ts'
import { FrameParser, type FrameSink } from './frame-parser.ts'

/** Who owns a light socket. */
export interface SocketOwner extends FrameSink {
  opened(): void
  /** The socket is gone, without the owner having closed it. */
  lost(reason: string): void
}

/** All sockets read into this one buffer: what is read is handled before the next read. */
const readBuffer = Buffer.allocUnsafeSlow(256 * 1024)

/**
 * A WebSocket client that does what a load generator needs and nothing else. The server's answer to the
 * upgrade is checked for its status and subprotocol only.
 */
export class LightSocket implements FrameSink {
  private readonly socket: Socket
  private readonly parser = new FrameParser(this)
  private readonly owner: SocketOwner
  private upgradeAnswer: string | undefined = ''
  private isClosed = false
  /** Reads that are still to be made before the socket rests. */
  private readsLeft = Infinity
  private readonly protocol: string | null

  /**
   * @param key 16 random bytes in base64.
   * @param protocol the subprotocol to ask for and to insist on; null for none.
   */
  constructor(
    port: number,
    path: string,
    key: string,
    owner: SocketOwner,
    protocol: string | null = subprotocol,
  ) {
    this.owner = owner
    this.protocol = protocol
    this.socket = connect({
      port,
      host: '127.0.0.1',
      noDelay: true,
      onread: { buffer: readBuffer, callback: (length) => this.received(length) },
    })
    this.socket.on('error', (error) => this.ended(error.message))
    this.socket.on('close', () => this.ended('the server closed the connection'))
    this.socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n` +
        `${protocol === null ? '' : `Sec-WebSocket-Protocol: ${protocol}\r\n`}\r\n`,
    )
  }

  /** Writes a frame that `encodeClientFrame` made. */
  write(frame: Buffer): void {
    this.socket.write(frame)
  }

  /** Stops reading: the kernel's buffers fill, then the server's. */
  pause(): void {
    this.readsLeft = 0
    this.socket.pause()
  }

  /** Reads on, for so many reads of at most 256 KB. */
  resume(reads = Infinity): void {
    this.readsLeft = reads
    this.socket.resume()
  }

  close(): void {
    this.isClosed = true
    this.socket.destroy()
  }

  frame(opcode: number, bytes: Buffer, start: number, end: number): void {
    if (opcode === opcodes.binary) this.owner.frame(opcode, bytes, start, end)
    else if (opcode === opcodes.ping)
      this.write(encodeClientFrame(bytes.subarray(start, end), 0, opcodes.pong))
    else if (opcode === opcodes.close) this.ended(closeReason(bytes.subarray(start, end)))
  }

  private received(length: number): boolean {
    if (this.upgradeAnswer === undefined) this.parser.receive(readBuffer, 0, length)
    else this.upgrade(readBuffer, length)
    return --this.readsLeft > 0
  }

  private upgrade(bytes: Buffer, length: number): void {
    const before = this.upgradeAnswer?.length ?? 0
    const answer = `${this.upgradeAnswer ?? ''}${bytes.toString('latin1', 0, length)}`
    const end = answer.indexOf('\r\n\r\n')
    this.upgradeAnswer = answer
    if (end < 0) return
    if (!answer.startsWith('HTTP/1.1 101') || !answer.includes(this.protocol ?? '')) {
      this.ended(`no upgrade: ${answer.slice(0, answer.indexOf('\r\n'))}`)
      return
    }
    this.upgradeAnswer = undefined
    this.owner.opened()
    const frameAt = end + 4 - before
    if (frameAt < length) this.parser.receive(bytes, frameAt, length)
  }

  private ended(reason: string): void {
    if (this.isClosed) return
    this.close()
    this.owner.lost(reason)
  }
}

function closeReason(payload: Buffer): string {
  return payload.length < 2
    ? 'closed'
    : `closed with ${payload.readUInt16BE(0)} ${payload.toString('utf8', 2)}`
}
