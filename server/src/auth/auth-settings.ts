import { readFileSync } from 'node:fs'
import { ConfigError } from '../config-error.ts'
import { authLimits } from './auth-limits.ts'
import { parseKeySet } from './key-set.ts'
import { isLoopback } from './loopback.ts'
import type { TokenRules } from './token-authority.ts'

/** How a server finds out who somebody is. */
export type AuthSettings =
  | { readonly is: 'open'; readonly isAskedFor: boolean }
  | { readonly is: 'jwt'; readonly keys: KeySettings; readonly rules: TokenRules }

export type KeySettings =
  | { readonly from: 'secret'; readonly secret: Uint8Array }
  | { readonly from: 'url'; readonly url: URL }
  | { readonly from: 'file'; readonly path: string }

/** The variables that this is about, as config.ts found them. */
export interface AuthVariables {
  readonly COPLANE_AUTH?: 'open' | 'jwt' | undefined
  readonly COPLANE_AUTH_SECRET?: string | undefined
  readonly COPLANE_AUTH_SECRET_FILE?: string | undefined
  readonly COPLANE_AUTH_JWKS?: string | undefined
  readonly COPLANE_AUTH_ISSUER?: string | undefined
  readonly COPLANE_AUTH_AUDIENCE?: string | undefined
  readonly COPLANE_AUTH_MAX_HOURS: number
}

/** @throws ConfigError, also where nobody would be asked who they are on an address that others reach. */
export function readAuthSettings(variables: AuthVariables, host: string): AuthSettings {
  const secret = readSecret(variables)
  const { COPLANE_AUTH: mode, COPLANE_AUTH_JWKS: jwks } = variables
  if (secret && jwks !== undefined)
    throw new ConfigError('COPLANE_AUTH_SECRET and COPLANE_AUTH_JWKS are both set: tokens have one issuer')
  const keys: KeySettings | undefined = secret
    ? { from: 'secret', secret }
    : jwks === undefined
      ? undefined
      : readKeySource(jwks)
  if (mode === 'open' && keys)
    throw new ConfigError('COPLANE_AUTH=open asks nobody for a token, but a key for tokens is set: unset one')
  if (keys) {
    const rules = {
      issuer: variables.COPLANE_AUTH_ISSUER,
      audience: variables.COPLANE_AUTH_AUDIENCE,
      maxLifetimeS: variables.COPLANE_AUTH_MAX_HOURS * 3600,
    }
    return { is: 'jwt', keys, rules }
  }
  for (const name of ['COPLANE_AUTH_ISSUER', 'COPLANE_AUTH_AUDIENCE'] as const)
    if (variables[name] !== undefined)
      throw new ConfigError(`${name} is set, but no key is: set COPLANE_AUTH_SECRET or COPLANE_AUTH_JWKS`)
  if (mode === 'jwt')
    throw new ConfigError('COPLANE_AUTH=jwt needs a key: set COPLANE_AUTH_SECRET or COPLANE_AUTH_JWKS')
  if (mode === undefined && !isLoopback(host))
    throw new ConfigError(
      `COPLANE_HOST=${JSON.stringify(host)} would let everybody who reaches it read and write every room: ` +
        'set COPLANE_AUTH_SECRET or COPLANE_AUTH_JWKS, or say COPLANE_AUTH=open if that is meant',
    )
  return { is: 'open', isAskedFor: mode === 'open' }
}

/** The shared secret, from its variable or from a file as containers mount them. @throws ConfigError, which never repeats it. */
export function readSecret({
  COPLANE_AUTH_SECRET: text,
  COPLANE_AUTH_SECRET_FILE: path,
}: Pick<AuthVariables, 'COPLANE_AUTH_SECRET' | 'COPLANE_AUTH_SECRET_FILE'>): Uint8Array | undefined {
  if (text !== undefined && path !== undefined)
    throw new ConfigError('COPLANE_AUTH_SECRET and COPLANE_AUTH_SECRET_FILE are both set: unset one')
  if (text === undefined && path === undefined) return undefined
  const name = text === undefined ? 'COPLANE_AUTH_SECRET_FILE' : 'COPLANE_AUTH_SECRET'
  const secret = Buffer.from(text ?? readText(name, path!).replace(/\r?\n$/, ''))
  if (secret.length < authLimits.minSecretBytes)
    throw new ConfigError(
      `${name} has ${secret.length} bytes and needs ${authLimits.minSecretBytes} at least, ` +
        'which nobody can guess: `openssl rand -base64 32` makes some',
    )
  return secret
}

function readKeySource(jwks: string): KeySettings {
  const unusable = (fault: string): ConfigError =>
    new ConfigError(`COPLANE_AUTH_JWKS is not usable: ${fault}`)
  if (/^https?:/i.test(jwks)) {
    if (!URL.canParse(jwks)) throw unusable('it is not a URL')
    const url = new URL(jwks)
    if (url.username !== '' || url.password !== '') throw unusable('its URL has a user or a password')
    return { from: 'url', url }
  }
  const text = readText('COPLANE_AUTH_JWKS', jwks)
  try {
    parseKeySet(text)
  } catch (error) {
    throw unusable((error as Error).message)
  }
  return { from: 'file', path: jwks }
}

function readText(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ConfigError(`${name}=${JSON.stringify(path)} is not usable: the file cannot be read (${code})`)
  }
}
