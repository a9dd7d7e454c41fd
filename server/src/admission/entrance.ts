import type { Counters } from '../room/counters.ts'
import type { LimitName } from '../room/limit-name.ts'
import type { Clock } from '../room/ports.ts'
import type { AddressAccount } from './address-account.ts'
import { Addresses } from './addresses.ts'
import { socketBursts, type AdmissionLimits, type SocketBursts } from './admission-limits.ts'
import { Entry } from './entry.ts'
import { Lobby } from './lobby.ts'
import { SocketAllowance } from './socket-allowance.ts'

/** Lets sockets in, or not: bounds what one address has and does, and how much waits to be admitted. */
export class Entrance {
  private warnedMs = -Infinity
  private readonly lobby = new Lobby()
  private readonly addresses: Addresses
  private readonly bursts: SocketBursts
  private readonly limits: AdmissionLimits
  private readonly clock: Pick<Clock, 'now'>
  private readonly counters: Counters
  private readonly report: (message: string, error: unknown) => void

  constructor(
    limits: AdmissionLimits,
    clock: Pick<Clock, 'now'>,
    counters: Counters,
    report: (message: string, error: unknown) => void,
  ) {
    this.limits = limits
    this.clock = clock
    this.counters = counters
    this.report = report
    this.addresses = new Addresses(limits)
    this.bursts = socketBursts(limits)
  }

  /** @param address that counts as one; undefined for one that is not limited. @returns whether a TCP connection from there may stay. */
  connects(address: string | undefined): boolean {
    if (address === undefined) return true
    const now = this.clock.now()
    if (this.addresses.of(address, now).connections.take(now)) return true
    this.refuse('address-connections', address)
    return false
  }

  /** @returns what is kept for the socket, or why it may not stay. */
  enter(address: string | undefined): Entry | LimitName {
    const account = address === undefined ? undefined : this.addresses.of(address, this.clock.now())
    const refusal = this.beyond(account)
    if (refusal) {
      this.refuse(refusal, address)
      return refusal
    }
    if (address !== undefined && account) this.addresses.opened(address, account)
    const allowance = new SocketAllowance(this.limits, this.bursts, this.counters)
    return new Entry(allowance, this.lobby, address, account)
  }

  /** A frame came before its socket was admitted. @returns whether it may wait. */
  holds(entry: Entry, byteLength: number): boolean {
    entry.holds(byteLength)
    if (this.lobby.bytes <= this.limits.unadmittedBytes) return true
    this.counters.countLimited('unadmitted-bytes')
    return false
  }

  /** A token that the socket brought was worth nothing. */
  failed({ account }: Entry): void {
    account?.failures.take(this.clock.now())
  }

  /** The socket is gone. */
  left(entry: Entry): void {
    entry.decided()
    const { address, account } = entry
    if (address !== undefined && account) this.addresses.closed(address, account, this.clock.now())
  }

  /** Called about once a second. */
  sweep(nowMs: number): void {
    this.addresses.sweep(nowMs)
  }

  private beyond(account: AddressAccount | undefined): LimitName | undefined {
    const { limits, lobby } = this
    const now = this.clock.now()
    if (account) {
      if (account.sockets >= limits.addressSockets) return 'address-sockets'
      if (!account.failures.has(now)) return 'address-failures'
      if (account.unadmitted >= limits.addressUnadmitted) return 'address-unadmitted'
      if (!account.opens.take(now)) return 'address-opens'
    }
    return lobby.sockets >= limits.unadmitted ? 'unadmitted' : undefined
  }

  private refuse(limit: LimitName, address: string | undefined): void {
    this.counters.countLimited(limit)
    const now = this.clock.now()
    if (now - this.warnedMs < warnEveryMs) return
    this.warnedMs = now
    const who = address === undefined ? 'a socket was' : `sockets of ${address} are`
    this.report(`${who} refused (${limit}); a proxy of yours belongs into COPLANE_TRUSTED_PROXIES`, undefined)
  }
}

/** The log says so now and then, the metric counts all. */
const warnEveryMs = 60_000
