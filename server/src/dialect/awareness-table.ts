import { leftState, type AwarenessEntry } from './y-message.ts'

/** Who may change an entry: a connection, or the bridge for members of other dialects. Compared by identity. */
export type Owner = object

interface Held {
  clock: number
  state: string
  owner: Owner
}

/**
 * The presence of a room as stock clients know it. Each entry belongs to one connection, so that nobody's echo or
 * leave touches somebody else's (stock providers send every state they receive back to the server).
 *
 * Clocks stay the client's own wherever they can: a client that got its own state back under a higher clock would take
 * it for newer than what it has set since. They are raised only where peers would otherwise ignore the entry.
 */
export class AwarenessTable {
  private readonly held = new Map<number, Held>()
  /** Clocks of those who left, so that a late echo does not bring them back and a rejoin is not ignored. */
  private readonly left = new Map<number, { readonly clock: number; readonly sweep: number }>()
  private dirty = new Map<number, AwarenessEntry>()
  private sweeps = 0

  get isDirty(): boolean {
    return this.dirty.size > 0
  }

  all(): AwarenessEntry[] {
    return Array.from(this.held, ([clientId, { clock, state }]) => ({ clientId, clock, state }))
  }

  takeDirty(): AwarenessEntry[] {
    const entries = [...this.dirty.values()]
    if (entries.length > 0) this.dirty = new Map()
    return entries
  }

  /** @param introduces the owner's first message, which names itself: it may take its entry over from a dead socket. @returns whether the entry was the owner's to change and changed. */
  receive(owner: Owner, { clientId, clock, state }: AwarenessEntry, introduces: boolean): boolean {
    const held = this.held.get(clientId)
    if (!held) return this.introduce(owner, clientId, clock, state, introduces)
    if (held.owner !== owner) {
      if (!introduces || state === leftState) return false
      held.owner = owner
    } else if (state === leftState) {
      this.remove(clientId, held)
      return true
    } else if (clock <= held.clock && state === held.state) return false
    held.clock = Math.max(clock, held.clock + 1)
    held.state = state
    this.dirty.set(clientId, { clientId, clock: held.clock, state })
    return true
  }

  /** Sets an entry of ours, raising its clock. */
  set(owner: Owner, clientId: number, state: string): void {
    const clock = (this.held.get(clientId) ?? this.left.get(clientId))?.clock ?? 0
    if (this.held.get(clientId)?.owner === owner || !this.held.has(clientId)) {
      this.held.set(clientId, { clock: clock + 1, state, owner })
      this.dirty.set(clientId, { clientId, clock: clock + 1, state })
    }
  }

  removeOf(owner: Owner, only?: number): void {
    for (const [clientId, held] of this.held)
      if (held.owner === owner && (only === undefined || only === clientId)) this.remove(clientId, held)
  }

  /** Peers drop a state that is not renewed within 30 s; ours are renewed by raising their clocks. */
  renew(owner: Owner): void {
    for (const [clientId, held] of this.held) if (held.owner === owner) this.set(owner, clientId, held.state)
  }

  /** Called about once a second: forgets those who left long ago. */
  sweep(): void {
    this.sweeps++
    for (const [clientId, { sweep }] of this.left)
      if (this.sweeps - sweep > rememberedSweeps) this.left.delete(clientId)
  }

  private introduce(
    owner: Owner,
    clientId: number,
    clock: number,
    state: string,
    introduces: boolean,
  ): boolean {
    const leftClock = this.left.get(clientId)?.clock
    if (state === leftState || (!introduces && leftClock !== undefined && clock <= leftClock)) return false
    // Peers ignore clock 0 of an unknown client, and a clock that they have already seen leave.
    const held = { clock: Math.max(clock, 1, leftClock === undefined ? 0 : leftClock + 1), state, owner }
    this.held.set(clientId, held)
    this.left.delete(clientId)
    this.dirty.set(clientId, { clientId, clock: held.clock, state })
    return true
  }

  private remove(clientId: number, held: Held): void {
    this.held.delete(clientId)
    this.left.set(clientId, { clock: held.clock, sweep: this.sweeps })
    // The same clock: a raised one would beat the first state of a client that comes back.
    this.dirty.set(clientId, { clientId, clock: held.clock, state: leftState })
  }
}

const rememberedSweeps = 60
