/** One WebSocket as the SDK uses it; a browser's has this shape. */
export interface ClientSocket {
  binaryType: string
  onopen: (() => void) | null
  onmessage: ((event: { data: unknown }) => void) | null
  onclose: ((event: { code: number; reason: string }) => void) | null
  onerror: ((event: unknown) => void) | null
  send(frame: Uint8Array<ArrayBuffer>): void
  close(code?: number, reason?: string): void
}

/** Everything outside that the SDK touches; tests and simulations bring their own. */
export interface Environment {
  openSocket(url: string, protocols: string[]): ClientSocket
  /** Monotonic milliseconds. */
  now(): number
  /** Runs once, at the end of the current turn. */
  soon(run: () => void): void
  /** Runs once after `delayMs`; the result cancels it. */
  after(delayMs: number, run: () => void): () => void
  /** Runs once before the next picture is drawn, or after 16 ms where nothing draws. */
  onFrame(run: () => void): void
  /** From 0 to below 1. */
  readonly random: () => number
  /** Calls back when the network comes back; the result stops that. */
  onOnline(run: () => void): () => void
  /** Calls back when the page is hidden or left, which may be the last that it hears; the result stops that. */
  onHide(run: () => void): () => void
  /** Calls back when the page is hidden or shown again, and at once if it is hidden now; the result stops that. */
  onVisibility(run: (isHidden: boolean) => void): () => void
  /** Has the person asked before the page is left while `isNeeded` says so; the result stops that. */
  askBeforeLeaving(isNeeded: () => boolean): () => void
}
