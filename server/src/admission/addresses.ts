import { AddressAccount } from './address-account.ts'
import type { AdmissionLimits } from './admission-limits.ts'

/** The accounts of all addresses that have sockets, and of as many others as are worth remembering. */
export class Addresses {
  private readonly busy = new Map<string, AddressAccount>()
  /** Without a socket, the one unseen for longest first. */
  private readonly idle = new Map<string, AddressAccount>()
  private readonly limits: AdmissionLimits

  constructor(limits: AdmissionLimits) {
    this.limits = limits
  }

  get size(): number {
    return this.busy.size + this.idle.size
  }

  of(address: string, nowMs: number): AddressAccount {
    const busy = this.busy.get(address)
    if (busy) return busy
    const account = this.idle.get(address) ?? new AddressAccount(this.limits, nowMs)
    account.seenMs = nowMs
    this.idle.delete(address)
    this.idle.set(address, account)
    if (this.idle.size > this.limits.rememberedAddresses) {
      const [oldest] = this.idle.keys()
      if (oldest !== undefined) this.idle.delete(oldest)
    }
    return account
  }

  opened(address: string, account: AddressAccount): void {
    account.sockets++
    this.idle.delete(address)
    this.busy.set(address, account)
  }

  closed(address: string, account: AddressAccount, nowMs: number): void {
    if (--account.sockets > 0) return
    account.seenMs = nowMs
    this.busy.delete(address)
    this.idle.set(address, account)
  }

  /** Called about once a second: forgets who was not here for so long that all its buckets are full again. */
  sweep(nowMs: number): void {
    for (const [address, { seenMs }] of this.idle) {
      if (nowMs - seenMs < rememberedMs) return
      this.idle.delete(address)
    }
  }
}

/** Failures are counted per minute; sockets refill at the latest in half of that with the defaults. */
const rememberedMs = 60_000
