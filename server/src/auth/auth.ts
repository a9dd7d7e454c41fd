import type { Logger } from 'pino'
import { openAuthority, type Authority } from '../room/access.ts'
import type { Counters } from '../room/counters.ts'
import type { AuthSettings, KeySettings } from './auth-settings.ts'
import { fileKeySet, remoteKeySet } from './key-set.ts'
import { secretKeys, type KeySource } from './key-source.ts'
import { isLoopback } from './loopback.ts'
import { RefusalLog } from './refusal-log.ts'
import { RotatingKeys } from './rotating-keys.ts'
import { TokenAuthority, type TokenClock } from './token-authority.ts'

/** An authority with what the service asks of it besides. */
export interface Auth {
  readonly authority: Authority
  /** Why nobody can be admitted now; undefined while somebody could be. */
  readonly problem: string | undefined
  /** Called about once a second. */
  sweep(): void
}

/** The authority that the settings ask for. What an operator should know of them is said once, in the log. */
export function openAuth(settings: AuthSettings, clock: TokenClock, counters: Counters, log: Logger): Auth {
  if (settings.is === 'open') {
    if (settings.isAskedFor)
      log.warn('COPLANE_AUTH=open: everybody who reaches this server may read and write every room')
    return { authority: openAuthority, problem: undefined, sweep: () => undefined }
  }
  const { keys: keySettings, rules } = settings
  if (keySettings.from !== 'secret' && rules.audience === undefined)
    log.warn(
      'COPLANE_AUTH_AUDIENCE is not set: tokens that the issuer made for other applications are taken, too',
    )
  if (
    keySettings.from === 'url' &&
    keySettings.url.protocol === 'http:' &&
    !isLoopback(keySettings.url.hostname)
  )
    log.warn('COPLANE_AUTH_JWKS is fetched without TLS: whoever is on the way could put in keys of their own')
  const keys = openKeys(keySettings, clock, counters, log)
  const refusals = new RefusalLog(
    () => clock.now(),
    (message) => log.info(message),
  )
  const authority = new TokenAuthority(keys, rules, clock, (refusal) => refusals.add(refusal))
  return {
    authority,
    get problem() {
      return keys.problem
    },
    sweep: () => {
      keys.sweep()
      refusals.sweep()
    },
  }
}

function openKeys(settings: KeySettings, clock: TokenClock, counters: Counters, log: Logger): KeySource {
  if (settings.from === 'secret') return secretKeys(settings.secret)
  const set = settings.from === 'url' ? remoteKeySet(settings.url) : fileKeySet(settings.path)
  const tell = (isFault: boolean, message: string): void => {
    if (isFault) log.warn(message)
    else log.info(message)
  }
  return new RotatingKeys(set, 'COPLANE_AUTH_JWKS', () => clock.now(), counters, tell)
}
