/** What a scenario kept up while it was looked at. */
export interface Held {
  /** Clients that were opened. */
  clients: number
  /** Edits made: transactions. */
  edits: number
  /** Events sent. */
  events: number
  /** Frames that raw members received. */
  frames: number
}

export function nothingHeld(): Held {
  return { clients: 0, edits: 0, events: 0, frames: 0 }
}

export function addHeld(total: Held, more: Held): void {
  total.clients += more.clients
  total.edits += more.edits
  total.events += more.events
  total.frames += more.frames
}
