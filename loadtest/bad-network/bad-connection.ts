import { Buffer } from 'node:buffer'
import { connect, type Socket } from 'node:net'
import { BadPath } from './bad-path.ts'
import { DelayLine } from './delay-line.ts'
import type { DueWheel } from './due-wheel.ts'
import type { NetworkOptions } from './network-options.ts'

/** Every server's bytes are read into this one buffer, and copied before the next read. */
const readBuffer = Buffer.allocUnsafeSlow(64 * 1024)

/** A client, the server, and the bad network between them. */
export class BadConnection {
  readonly isStalling: boolean
  private readonly up: DelayLine
  private readonly down: DelayLine
  private readonly paths: readonly BadPath[]

  constructor(
    client: Socket,
    options: NetworkOptions,
    wheel: DueWheel,
    random: () => number,
    closed: () => void,
  ) {
    const { leastDelayMs, mostDelayMs, jitterMs, loss, bufferBytes } = options
    const nowMs = performance.now()
    const delayMs = leastDelayMs + random() * (mostDelayMs - leastDelayMs)
    this.isStalling = random() < options.stallShare
    const fromMs = nowMs + options.stallFromMs + random() * (options.stallToMs - options.stallFromMs)
    const stall = this.isStalling ? { fromMs, toMs: fromMs + options.stallMs } : undefined
    const server = connect({
      port: options.target,
      host: '127.0.0.1',
      noDelay: true,
      allowHalfOpen: true,
      onread: {
        buffer: readBuffer,
        callback: (length) => this.down.put(Buffer.from(readBuffer.subarray(0, length)), performance.now()),
      },
    })
    const pathOptions = { delayMs, jitterMs, loss, stall }
    this.paths = [new BadPath(pathOptions, random), new BadPath(pathOptions, random)]
    this.up = new DelayLine(this.paths[0]!, wheel, client, server, bufferBytes)
    this.down = new DelayLine(this.paths[1]!, wheel, server, client, bufferBytes)
    // The client's SYN and the answer to it, which the real connection to this process did not take the time for.
    const openMs = nowMs + 2 * delayMs
    client.on('data', (bytes: Buffer) => {
      if (!this.up.put(bytes, Math.max(performance.now(), openMs))) client.pause()
    })
    client.on('end', () => this.up.put(undefined, performance.now()))
    server.on('end', () => this.down.put(undefined, performance.now()))
    // A reset reaches the other end at once: whatever was under way has nobody left to want it.
    const cut = (): void => {
      this.up.cut()
      this.down.cut()
      client.destroy()
      server.destroy()
    }
    client.on('error', cut).on('close', cut).once('close', closed)
    server.on('error', cut).on('close', cut)
  }

  get lostSegments(): number {
    return this.paths[0]!.lost + this.paths[1]!.lost
  }

  get pauses(): number {
    return this.up.pauses + this.down.pauses
  }
}
