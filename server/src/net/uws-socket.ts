import { closeCodes, type CloseName } from '@coplane/client/protocol/close-codes'
import type { TemplatedApp, WebSocket } from 'uWebSockets.js'
import type { Counters } from '../room/counters.ts'
import type { Socket } from '../room/ports.ts'

/** A uWebSockets.js socket as the core sees it. The library throws on any use after close; here such a use does nothing. */
export class UwsSocket<Data> implements Socket {
  private ws: WebSocket<Data> | undefined
  /** Made when it is needed: only who writes has anything sent along. */
  private ownTopic: string | undefined
  /** Topics that it is subscribed to; the library unsubscribes by itself at the end. */
  private topics = 0
  private silentSweeps = 0
  private readonly app: TemplatedApp
  private readonly counters: Counters

  constructor(ws: WebSocket<Data>, app: TemplatedApp, counters: Counters) {
    this.ws = ws
    this.app = app
    this.counters = counters
  }

  get isGone(): boolean {
    return this.ws === undefined
  }

  /** To be called when the library reports the close: from here on the handle is invalid. */
  gone(): void {
    this.ws = undefined
    this.counters.subscriptions -= this.topics
    this.topics = 0
  }

  send(frame: Uint8Array): void {
    if (!this.ws) return
    this.counters.framesSent++
    write(this.ws, frame)
  }

  /**
   * What is sent to a socket with something published to it leaves in a second write, corked or not; what is published to it,
   * too, does not. So it is published, to a topic that only this socket has.
   */
  sendAlong(frame: Uint8Array): void {
    const { ws } = this
    if (!ws) return
    this.counters.framesSent++
    if (this.ownTopic === undefined) {
      this.ownTopic = `s${ownTopics++}`
      this.subscribe(this.ownTopic)
    }
    this.app.publish(this.ownTopic, frame, true)
  }

  deliver(frame: Uint8Array): void {
    if (this.ws) write(this.ws, frame)
  }

  cork(run: () => void): void {
    this.ws?.cork(run)
  }

  bufferedBytes(): number {
    return this.ws?.getBufferedAmount() ?? 0
  }

  subscribe(topic: string): void {
    const { ws } = this
    if (!ws || ws.isSubscribed(topic)) return
    ws.subscribe(topic)
    this.topics++
    this.counters.subscriptions++
  }

  unsubscribe(topic: string): void {
    if (!this.ws?.unsubscribe(topic)) return
    this.topics--
    this.counters.subscriptions--
  }

  ping(): void {
    this.ws?.ping()
  }

  /** Ends it at once and without a word. */
  cut(): void {
    this.ws?.close()
  }

  /** Something came from the peer. */
  heard(): void {
    this.silentSweeps = 0
  }

  /**
   * Called about once a second. Asks whoever has been silent, and ends it when no answer comes: whoever lost the network is gone from
   * the rosters within seconds, and whoever only reads nothing is told why, should it ever read.
   */
  sweep(): void {
    this.silentSweeps++
    if (this.silentSweeps === pingAfterSweeps) this.ws?.ping()
    if (this.silentSweeps < silentForSweeps) return
    if (this.bufferedBytes() > 0) this.close('slow-consumer', 'it reads nothing')
    else this.ws?.close()
  }

  close(name: CloseName, reason = ''): void {
    const { ws } = this
    if (!ws) return
    this.counters.countClose(name)
    // A close reason may have 123 bytes; ours are ASCII sentences, cut to be safe.
    ws.end(closeCodes[name].code, `${name}${reason && `: ${reason}`}`.slice(0, 120))
  }
}

/**
 * What does not fit the transport's shared buffer of 16 KiB it copies into one that the socket keeps, for as long as it lives
 * and as large as the largest message was: a thousand joiners of a document of 1 MB were 1 GB. So a large message leaves as
 * fragments, which are one message to whoever receives them.
 */
function write<Data>(ws: WebSocket<Data>, frame: Uint8Array): void {
  if (frame.length <= fragmentBytes) {
    ws.send(frame, true)
    return
  }
  const whole = ws as WebSocket<Data> & Fragmenting
  whole.cork(() => {
    whole.sendFirstFragment(frame.subarray(0, fragmentBytes), true)
    let at = fragmentBytes
    for (; at + fragmentBytes < frame.length; at += fragmentBytes)
      whole.sendFragment(frame.subarray(at, at + fragmentBytes))
    whole.sendLastFragment(frame.subarray(at))
  })
}

/** Seconds; counted in sweeps, so that a process which was busy for so long itself asks before it gives anybody up. */
const pingAfterSweeps = 8
const silentForSweeps = 16

/** The library has these; its typings do not. */
interface Fragmenting {
  sendFirstFragment(bytes: Uint8Array, isBinary: boolean): number
  sendFragment(bytes: Uint8Array): number
  sendLastFragment(bytes: Uint8Array): number
}

/** Two of them are one write. */
const fragmentBytes = 16_000
/** How many sockets have had a topic of their own. */
let ownTopics = 0
