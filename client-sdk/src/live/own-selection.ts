import type { Environment } from '../environment.ts'
import { packValue } from '../packing.ts'
import { limits } from '../protocol/limits.ts'
import { encodeSelection } from '../protocol/selection.ts'
import { Pacer } from './pacer.ts'

/** What this member has selected, shown to the others. Nothing of it is in the document. */
export class OwnSelection {
  private ids: readonly string[] = []
  private sent = ''
  private readonly pacer: Pacer
  private readonly send: (frame: Uint8Array<ArrayBuffer>) => boolean

  constructor(
    environment: Environment,
    sendEveryMs: () => number,
    send: (frame: Uint8Array<ArrayBuffer>) => boolean,
  ) {
    this.send = send
    this.pacer = new Pacer(environment, sendEveryMs, () => this.flush())
  }

  /**
   * Ids of nodes and edges; none when nothing is selected. Of a selection above 1,024 bytes as msgpack the others see the
   * first ids, as many as fit.
   */
  set(ids: Iterable<string>): void {
    this.ids = Object.freeze([...ids])
    this.pacer.ask()
  }

  get(): readonly string[] {
    return this.ids
  }

  /** The SDK's own call: a new socket knows nothing of the selection yet. */
  resend(): void {
    this.sent = ''
    if (this.ids.length > 0) this.pacer.now()
  }

  /** The SDK's own call. */
  stop(): void {
    this.pacer.stop()
  }

  private flush(): void {
    const shown = JSON.stringify(this.ids)
    if (shown === this.sent || (this.sent === '' && this.ids.length === 0)) return
    this.sent = shown
    this.send(encodeSelection(packFitting(this.ids)))
  }
}

/** The msgpack of as many ids as the wire takes. */
function packFitting(ids: readonly string[]): Uint8Array {
  const encoder = new TextEncoder()
  // The array's head has at most 5 bytes, and so has each id's.
  let bytes = 5
  let count = 0
  for (const id of ids) {
    bytes += 5 + encoder.encode(id).length
    if (bytes > limits.maxSelectionBytes) break
    count++
  }
  return packValue(ids.slice(0, count))
}
