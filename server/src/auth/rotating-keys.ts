import { errors, type JWTVerifyGetKey } from 'jose'
import type { Counters } from '../room/counters.ts'
import { authLimits } from './auth-limits.ts'
import type { KeySet } from './key-set.ts'
import { KeysUnavailable, publicKeyAlgorithms, type KeySource } from './key-source.ts'

/**
 * Public keys that their issuer changes as it likes: fetched at the start, every few minutes, and when a token names one that
 * is not known. Strangers can make it fetch once per cooldown and no more.
 */
export class RotatingKeys implements KeySource {
  readonly algorithms = publicKeyAlgorithms
  private readonly set: KeySet
  private readonly name: string
  private readonly now: () => number
  private readonly counters: Counters
  private readonly tell: (isFault: boolean, message: string) => void
  private fetching: Promise<void> | undefined
  private triedMs = -Infinity
  private fetchedMs: number | undefined
  private failure: string | undefined

  /** @param name of where the keys come from, for the log. */
  constructor(
    set: KeySet,
    name: string,
    now: () => number,
    counters: Counters,
    tell: (isFault: boolean, message: string) => void,
  ) {
    this.set = set
    this.name = name
    this.now = now
    this.counters = counters
    this.tell = tell
    void this.fetch()
  }

  readonly find: JWTVerifyGetKey = async (header, token) => {
    if (this.fetchedMs === undefined) await this.fetching
    if (this.problem !== undefined) throw new KeysUnavailable(this.problem)
    try {
      return await this.set.find(header, token)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
    }
    await this.fetchForUnknown()
    return this.set.find(header, token)
  }

  get problem(): string | undefined {
    if (this.fetchedMs === undefined) return `${this.name}: ${this.failure ?? 'not fetched yet'}`
    if (this.now() - this.fetchedMs > authLimits.keyStaleMs)
      return `${this.name}: ${this.failure ?? 'not fetched for long'}`
    return undefined
  }

  sweep(): void {
    const isDue =
      this.failure !== undefined ||
      this.fetchedMs === undefined ||
      this.now() - this.fetchedMs > authLimits.keyRefreshMs
    if (isDue && !this.fetching && this.mayTry) void this.fetch()
  }

  private get mayTry(): boolean {
    return this.now() - this.triedMs > authLimits.keyCooldownMs
  }

  /** A key that is not known may be new: whether it is can only be said after a fetch that began after the question. */
  private async fetchForUnknown(): Promise<void> {
    if (!this.fetching && !this.mayTry) throw new KeysUnavailable('asked for keys a moment ago')
    await (this.fetching ?? this.fetch())
    if (this.failure !== undefined) throw new KeysUnavailable(this.failure)
  }

  /** Never rejects: what went wrong is `failure`. */
  private fetch(): Promise<void> {
    this.triedMs = this.now()
    this.fetching = this.set.reload().then(
      () => this.fetched(),
      (error: unknown) => this.failed(error),
    )
    return this.fetching
  }

  private fetched(): void {
    this.fetching = undefined
    this.fetchedMs = this.now()
    this.counters.keyFetches.fetched++
    if (this.failure !== undefined) this.tell(false, `${this.name}: the keys can be fetched again`)
    this.failure = undefined
  }

  private failed(error: unknown): void {
    this.fetching = undefined
    this.counters.keyFetches.failed++
    const failure = reasonOf(error)
    if (this.failure !== failure) this.tell(true, `${this.name}: the keys cannot be fetched: ${failure}`)
    this.failure = failure
  }
}

/** fetch says "fetch failed" and hides why in a cause. */
function reasonOf(error: unknown): string {
  const { message, cause, code } = error as NodeJS.ErrnoException & { readonly cause?: { code?: unknown } }
  if (error instanceof errors.JWKSTimeout) return `no answer within ${authLimits.keyFetchMs} ms`
  return typeof cause?.code === 'string' ? cause.code : message || String(code)
}
