import type { Counters } from '../room/counters.ts'
import { roomLimits } from '../room/room-limits.ts'
import { leftState, type AwarenessEntry } from './y-message.ts'

/** Who may change an entry: a connection, or the bridge for members of other dialects. Compared by identity. */
export interface Owner {
  /** Who that is by its token; undefined where nobody is told apart. */
  readonly user?: string | undefined
}

interface Held {
  clock: number
  state: string
  owner: Owner
  /** It shows a member of another dialect, whom no stock client can be. */
  readonly isBridged: boolean
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
  private readonly clientsOf = new Map<Owner, number>()
  /** Letters of all states. */
  private letters = 0
  private sweeps = 0
  private readonly counters: Counters

  constructor(counters: Counters) {
    this.counters = counters
  }

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

  /**
   * @param isOwn whether the owner's first message named this very client: it is the socket's own. It may take its entry over from a
   * socket of the same user, which is dead but for the transport, and where users are not told apart a living one takes it back
   * by its next message. @returns whether the entry was the owner's to change and changed.
   */
  receive(owner: Owner, entry: AwarenessEntry, isOwn: boolean): boolean {
    const { clientId, clock, state } = entry
    const held = this.held.get(clientId)
    if (held && held.owner !== owner) {
      if (!isOwn || state === leftState || held.isBridged || held.owner.user !== owner.user) return false
    } else if (held && state === leftState) {
      this.remove(clientId, held)
      return true
    } else if (held && clock <= held.clock && state === held.state) return false
    if (!this.hasPlace(owner, held, entry)) return false
    if (!held) return this.introduce(owner, entry, isOwn)
    this.own(held, owner)
    this.letters += state.length - held.state.length
    held.clock = Math.max(clock, held.clock + 1)
    held.state = state
    this.dirty.set(clientId, { clientId, clock: held.clock, state })
    return true
  }

  /** Sets an entry of ours, raising its clock. */
  set(owner: Owner, clientId: number, state: string): void {
    const clock = (this.held.get(clientId) ?? this.left.get(clientId))?.clock ?? 0
    const held = this.held.get(clientId)
    if (held && held.owner !== owner) return
    if (!held) this.add(clientId, { clock: clock + 1, state, owner, isBridged: true })
    else {
      this.letters += state.length - held.state.length
      held.clock = clock + 1
      held.state = state
    }
    this.dirty.set(clientId, { clientId, clock: clock + 1, state })
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

  private introduce(owner: Owner, { clientId, clock, state }: AwarenessEntry, isOwn: boolean): boolean {
    const leftClock = this.left.get(clientId)?.clock
    if (state === leftState || (!isOwn && leftClock !== undefined && clock <= leftClock)) return false
    // Peers ignore clock 0 of an unknown client, and a clock that they have already seen leave.
    const newest = Math.max(clock, 1, leftClock === undefined ? 0 : leftClock + 1)
    this.add(clientId, { clock: newest, state, owner, isBridged: false })
    this.left.delete(clientId)
    this.dirty.set(clientId, { clientId, clock: newest, state })
    return true
  }

  /** Whether the state is one that a room shows, and there is place for it. */
  private hasPlace(owner: Owner, held: Held | undefined, { state }: AwarenessEntry): boolean {
    const letters = this.letters + state.length - (held?.state.length ?? 0)
    const has =
      state.length <= roomLimits.awarenessLetters &&
      letters <= roomLimits.awarenessRoomLetters &&
      (held?.owner === owner || (this.clientsOf.get(owner) ?? 0) < roomLimits.awarenessClients)
    if (!has) this.counters.countLimited('awareness')
    return has
  }

  private add(clientId: number, held: Held): void {
    this.held.set(clientId, held)
    this.letters += held.state.length
    this.count(held.owner, 1)
  }

  private own(held: Held, owner: Owner): void {
    if (held.owner === owner) return
    this.count(held.owner, -1)
    this.count(owner, 1)
    held.owner = owner
  }

  private count(owner: Owner, more: number): void {
    const clients = (this.clientsOf.get(owner) ?? 0) + more
    if (clients > 0) this.clientsOf.set(owner, clients)
    else this.clientsOf.delete(owner)
  }

  private remove(clientId: number, held: Held): void {
    this.held.delete(clientId)
    this.letters -= held.state.length
    this.count(held.owner, -1)
    for (const oldest of this.left.keys()) {
      if (this.left.size < roomLimits.awarenessLeft) break
      this.left.delete(oldest)
    }
    this.left.set(clientId, { clock: held.clock, sweep: this.sweeps })
    // The same clock: a raised one would beat the first state of a client that comes back.
    this.dirty.set(clientId, { clientId, clock: held.clock, state: leftState })
  }
}

const rememberedSweeps = 60
