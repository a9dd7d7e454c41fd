import type { CloseName } from '@coplane/client/protocol/close-codes'
import type { ErrorReason } from '@coplane/client/protocol/error'

/** Monotonic time and the two ways to be called later; virtual in simulations. */
export interface Clock {
  /** Milliseconds since an arbitrary start, never going back. */
  now(): number
  /** Runs once at the end of the current loop turn, after what has already arrived was handled. */
  soon(run: () => void): void
  /** Runs once after `delayMs`; the result cancels it. */
  after(delayMs: number, run: () => void): () => void
}

/** One WebSocket as the core and the dialects see it. Every call on a closed socket does nothing. */
export interface Socket {
  /** Sends one binary message, behind everything published to the socket's topics before. The bytes are the caller's again after it. */
  send(frame: Uint8Array): void
  /** The same, in one write with what was published to the socket's topics in this turn of the loop. */
  sendAlong(frame: Uint8Array): void
  /** `send` for this member's copy of what its whole audience is told; whoever tells counts it. */
  deliver(frame: Uint8Array): void
  /** Runs `send` calls so that they leave in one write. */
  cork(run: () => void): void
  /** Bytes that the process holds for this socket because the peer reads too slowly. */
  bufferedBytes(): number
  subscribe(topic: string): void
  unsubscribe(topic: string): void
  close(name: CloseName, reason?: string): void
}

/** Sends one message to every socket subscribed to a topic. */
export interface Channel {
  /** @returns how many sockets that is. */
  publish(topic: string, frame: Uint8Array): number
}

/** How many take part in a dialect's publishes, for the ledger. */
export interface HeadCount {
  /** Subscribed members, lagging ones not counted; the ledger's deliveries per publish. */
  size: number
  /** Members that lag: not subscribed, but what is published counts as skipped by them. */
  lagging: number
  /** Messages published so far; what a lagging member missed is counted by it. */
  readonly frames: number
}

/** Where a member stood when publishing to it stopped. */
export interface Stale {
  readonly stateVector: Uint8Array
  readonly eventSeq: number
  /** Its newest acked batch and that batch's tick, by now. */
  readonly ackedBatch: number
  readonly ackedSeq: number
}

/** One member as its room talks to it alone; each dialect implements it over a socket. */
export interface Peer {
  /** Every batch up to `batch` is in tick `seq`. */
  acked(batch: number, seq: number, durableSeq: number): void
  /** It may do something else now, or for another time. */
  accessChanged(): void
  /** Something that it sent was not taken; nothing else is lost. */
  refused(refusal: Refusal): void
  /** Brings the peer from where it stood to the room's present. */
  resync(stale: Stale): void
  bufferedBytes(): number
  /** Stop and start taking part in the audience's publishes. */
  subscribe(): void
  unsubscribe(): void
  close(name: CloseName, reason?: string): void
}

/** One thing that a member sent and that was not taken, or not as it came. */
export interface Refusal {
  readonly reason: ErrorReason
  /** The type of the frame. */
  readonly refused: number
  /** Its batch, ref or gesture. */
  readonly ref: number
  /** `nodes/<id>` or `edges/<id>`, or empty for the whole. */
  readonly subject: string
  readonly message: string
}
