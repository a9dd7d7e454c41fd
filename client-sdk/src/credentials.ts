import { retryDelayMs } from './connection-state.ts'
import type { Environment } from './environment.ts'
import { endlessAccess } from './protocol/access.ts'
import { encodeAuth } from './protocol/auth.ts'
import { closeCodes } from './protocol/close-codes.ts'
import { subprotocol, tokenSubprotocol } from './protocol/version.ts'

/** A room's token, or what makes a fresh one each time it is called. */
export type Token = string | (() => string | Promise<string>)

/** Brings the room's token with every socket, and a fresh one before what the last one allowed has ended. */
export class Credentials {
  /** Why there is no token just now. */
  failure: unknown
  private failures = 0
  private wasDenied = false
  /** The question whose answer counts: another one, or the end of the socket, makes it void. */
  private asked: object | undefined
  private cancelWait: (() => void) | undefined
  private readonly token: Token | undefined
  private readonly send: (frame: Uint8Array<ArrayBuffer>) => void
  private readonly environment: Environment

  constructor(
    token: Token | undefined,
    send: (frame: Uint8Array<ArrayBuffer>) => void,
    environment: Environment,
  ) {
    this.token = token
    this.send = send
    this.environment = environment
  }

  /** Calls `open` with the subprotocols of a new socket, at once unless a function has to be asked for its token. */
  offer(open: (protocols: string[]) => void, failed: () => void): void {
    const { token } = this
    const offer = (text: string): void => open([subprotocol, tokenSubprotocol + text])
    if (typeof token === 'function') this.ask(token, offer, failed)
    else if (token === undefined) open([subprotocol])
    else offer(token)
  }

  /** What the server granted, in seconds from now. */
  granted(accessS: number): void {
    this.failures = 0
    this.wasDenied = false
    if (accessS === endlessAccess) return
    // Whoever came with the same page does not come again in the same second.
    const early = Math.min(accessS / 4, spreadS) * this.environment.random()
    const waitS = Math.max(accessS / 2, accessS - aheadS) - early
    this.renewIn(Math.min(Math.max(waitS, 1) * 1_000, longestTimerMs))
  }

  /** Whether to come back in spite of a close that says no: once, where a fresh token may say more than the last. */
  mayTryAgain(code: number): boolean {
    const isDenial = code === closeCodes.unauthorized.code || code === closeCodes.forbidden.code
    if (this.wasDenied || !isDenial || typeof this.token !== 'function') return false
    return (this.wasDenied = true)
  }

  /** The socket is gone. */
  lost(): void {
    this.asked = undefined
    this.cancelWait?.()
  }

  private renewIn(delayMs: number): void {
    this.cancelWait?.()
    const { token } = this
    if (typeof token === 'function')
      this.cancelWait = this.environment.after(delayMs, () =>
        this.ask(
          token,
          (fresh) => this.send(encodeAuth(new TextEncoder().encode(fresh))),
          () => this.renewIn(retryDelayMs(++this.failures, 0, this.environment.random())),
        ),
      )
  }

  private ask(token: () => string | Promise<string>, got: (token: string) => void, failed: () => void): void {
    const asked = (this.asked = {})
    const unlessVoid = (run: () => void): void => {
      if (this.asked === asked) run()
    }
    new Promise<string>((resolve) => resolve(token()))
      .then((text) =>
        unlessVoid(() => {
          got(text)
          this.failure = undefined
        }),
      )
      .catch((error: unknown) =>
        unlessVoid(() => {
          this.failure = error
          failed()
        }),
      )
  }
}

/** A fresh token is asked for this long before the end, or halfway to it where that is later. */
const aheadS = 30
const spreadS = 15
/** What a timer holds. */
const longestTimerMs = 2 ** 31 - 1
