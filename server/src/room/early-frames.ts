/** What a socket sends before anybody can take it: waits, up to a bound. */
export class EarlyFrames {
  private readonly frames: Uint8Array[] = []
  private bytes = 0
  private readonly maxBytes: number
  private readonly maxFrames: number

  constructor(maxBytes: number, maxFrames: number) {
    this.maxBytes = maxBytes
    this.maxFrames = maxFrames
  }

  /** @returns whether there is place for one more of so many bytes. */
  hasPlaceFor(byteLength: number): boolean {
    return this.bytes + byteLength <= this.maxBytes && this.frames.length < this.maxFrames
  }

  /** Keeps a copy: the bytes are only valid during the call that brought them. */
  keep(frame: Uint8Array): void {
    this.bytes += frame.length
    this.frames.push(frame.slice())
  }

  all(): readonly Uint8Array[] {
    return this.frames
  }
}
