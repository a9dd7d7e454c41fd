/** When each member got one tick. Times are microseconds since the ledger's start, never 0. */
export class TickRecord {
  readonly firstUs: number
  /** Bytes of its frame, WebSocket framing not counted. */
  readonly frameBytes: number
  /** When a frame first said that the tick is on disk; 0 while none has. */
  durableUs = 0
  /** Members that have it. */
  holders = 0
  /** By member; 0 for one that has not got it. */
  readonly arrivalsUs: Uint32Array

  constructor(members: number, firstUs: number, frameBytes: number) {
    this.arrivalsUs = new Uint32Array(members)
    this.firstUs = firstUs
    this.frameBytes = frameBytes
  }

  arrived(member: number, us: number): void {
    if (this.arrivalsUs[member] !== 0) return
    this.arrivalsUs[member] = us
    this.holders++
  }
}
