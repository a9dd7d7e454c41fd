import type { AdmissionLimits } from './admission-limits.ts'
import { TokenBucket } from './token-bucket.ts'

/** What one address has open, and what it may still do. */
export class AddressAccount {
  sockets = 0
  unadmitted = 0
  seenMs: number
  /** New TCP connections, of which most become sockets, sockets, and admissions that failed. */
  readonly connections: TokenBucket
  readonly opens: TokenBucket
  readonly failures: TokenBucket

  constructor(limits: AdmissionLimits, nowMs: number) {
    const { addressOpens, addressFailures } = limits
    this.seenMs = nowMs
    this.connections = new TokenBucket(addressOpens * 2, addressOpens * opensAtOnce * 2, nowMs)
    this.opens = new TokenBucket(addressOpens, addressOpens * opensAtOnce, nowMs)
    this.failures = new TokenBucket(addressFailures / 60, addressFailures, nowMs)
  }
}

/** An office of thousands comes back at once after a restart. */
const opensAtOnce = 25
