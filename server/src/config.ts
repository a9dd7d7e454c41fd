import { readFileSync } from 'node:fs'
import { parseSchema } from '@coplane/client/model/parse-schema'
import type { Schema } from '@coplane/client/model/schema'
import { z } from 'zod'
import { limits } from '@coplane/client/protocol/limits'
import { anyOrigin, ownOrigins, parseOrigins, type Origins } from './admission/origins.ts'
import { readAuthSettings, readSecret, type AuthSettings } from './auth/auth-settings.ts'
import { isLoopback } from './auth/loopback.ts'
import type { MintSettings } from './auth/mint-settings.ts'
import { ConfigError } from './config-error.ts'
import { defaultQuotas, type Quotas } from './room/quotas.ts'
import { admissionLimits, type AdmissionLimits } from './admission/admission-limits.ts'
import { TrustedProxies } from './admission/trusted-proxies.ts'
import { checkTlsFiles, TlsFileError, type TlsFiles } from './tls-files.ts'

export { ConfigError }

/** Everything that an operator sets, from the environment. The table in the README is this file's. */
const schema = z.object({
  COPLANE_HOST: z.string().default('127.0.0.1'),
  COPLANE_PORT: wholeNumber(0, 65_535).default(8080),
  COPLANE_TLS_CERT: z.string().optional(),
  COPLANE_TLS_KEY: z.string().optional(),
  COPLANE_INTERNAL_HOST: z.string().default('127.0.0.1'),
  COPLANE_INTERNAL_PORT: wholeNumber(0, 65_535).optional(),
  COPLANE_FRAME_ANCESTORS: z
    .string()
    .regex(/^[^;,\r\n]+$/, 'it must be sources of a content security policy, separated by spaces')
    .default("'self'"),
  COPLANE_DATA_DIR: z.string().default('./data'),
  COPLANE_STORE: oneOf('sqlite', 'memory').default('sqlite'),
  COPLANE_AUTH: oneOf('open', 'jwt').optional(),
  COPLANE_AUTH_SECRET: z.string().optional(),
  COPLANE_AUTH_SECRET_FILE: z.string().optional(),
  COPLANE_AUTH_JWKS: z.string().optional(),
  COPLANE_AUTH_ISSUER: z.string().optional(),
  COPLANE_AUTH_AUDIENCE: z.string().optional(),
  COPLANE_AUTH_MAX_HOURS: wholeNumber(1, 8_760).default(24),
  COPLANE_ORIGINS: z.string().optional(),
  COPLANE_SCHEMA: z.string().optional(),
  COPLANE_TICK_MIN_MS: wholeNumber(1, 1_000).default(16),
  COPLANE_TICK_MAX_MS: wholeNumber(1, 10_000).default(250),
  COPLANE_LIVE_MIN_MS: wholeNumber(0, 250).default(0),
  COPLANE_IDLE_CACHE_MB: wholeNumber(1, 1_000_000).default(256),
  COPLANE_DRAIN_WAIT_MS: wholeNumber(0, 600_000).default(5_000),
  COPLANE_DRAIN_SPREAD_MS: wholeNumber(0, 600_000).default(2_000),
  COPLANE_DRAIN_DEADLINE_MS: wholeNumber(100, 600_000).default(20_000),
  COPLANE_MAX_ROOMS: wholeNumber(1, 10_000_000).default(defaultQuotas.rooms),
  COPLANE_MAX_ROOM_SESSIONS: wholeNumber(1, limits.maxMembers).default(defaultQuotas.sessionsPerRoom),
  COPLANE_MAX_USER_SESSIONS: wholeNumber(1, 10_000_000).default(defaultQuotas.sessionsPerUser),
  COPLANE_MAX_USER_ROOM_SESSIONS: wholeNumber(1, limits.maxMembers).default(
    defaultQuotas.sessionsPerUserAndRoom,
  ),
  COPLANE_TRUSTED_PROXIES: z.string().default(''),
  COPLANE_MAX_SOCKET_MESSAGES: limit(admissionLimits.socketMessages),
  COPLANE_MAX_SOCKET_KB: limit(admissionLimits.socketBytes / 1024),
  COPLANE_MAX_SOCKET_PRESENCE: limit(admissionLimits.socketPresence),
  COPLANE_MAX_SOCKET_EVENTS: limit(admissionLimits.socketEvents),
  COPLANE_MAX_ADDRESS_SOCKETS: limit(admissionLimits.addressSockets),
  COPLANE_MAX_ADDRESS_OPENS: limit(admissionLimits.addressOpens),
  COPLANE_MAX_ADDRESS_FAILURES: limit(admissionLimits.addressFailures),
  COPLANE_MAX_UNADMITTED: limit(admissionLimits.unadmitted),
  COPLANE_MAX_DOCUMENT_MB: wholeNumber(1, 1_024).default(defaultQuotas.documentBytes / 2 ** 20),
  COPLANE_SHAPES: oneOf('carry', 'refuse').optional(),
  COPLANE_MAX_ITEMS: wholeNumber(1, 10_000_000).default(defaultQuotas.documentItems),
  COPLANE_LOG_LEVEL: oneOf('fatal', 'error', 'warn', 'info', 'debug').default('info'),
})

function wholeNumber(least: number, most: number) {
  const error = `it must be a whole number from ${least} to ${most}`
  return z
    .string()
    .regex(/^\d+$/, error)
    .transform(Number)
    .refine((value) => value >= least && value <= most, error)
}

/** 0 is none. */
function limit(byDefault: number) {
  return wholeNumber(0, 1_000_000_000)
    .transform((value) => (value === 0 ? Infinity : value))
    .default(byDefault)
}

function oneOf<const Names extends readonly [string, ...string[]]>(...names: Names) {
  return z.enum(names, `it must be ${names.map((name) => JSON.stringify(name)).join(' or ')}`)
}

export interface Config {
  readonly host: string
  /** 0 lets the system choose. */
  readonly port: number
  /** Undefined for none. */
  readonly tls: TlsFiles | undefined
  /** Where health and metrics are served; undefined for the same port as everything else. */
  readonly internal: { readonly host: string; readonly port: number } | undefined
  /** Who may show the served pages in a frame, as a content security policy says it. */
  readonly frameAncestors: string
  readonly dataDir: string
  readonly store: 'sqlite' | 'memory'
  readonly auth: AuthSettings
  /** Which pages may connect. */
  readonly origins: Origins
  /** What canvases may hold, from the file that COPLANE_SCHEMA names. */
  readonly schema: Schema | undefined
  readonly tickMinMs: number
  readonly tickMaxMs: number
  /** Least time between two rounds of live values; by a room's size it is 33 or 50 ms anyway. */
  readonly liveMinMs: number
  readonly idleCacheBytes: number
  /** How long readiness says no before the listener closes. */
  readonly drainWaitMs: number
  /** Over what time the sockets are then closed. */
  readonly drainSpreadMs: number
  /** After how long the whole of it is given up. */
  readonly drainDeadlineMs: number
  readonly quotas: Quotas
  /** Of one socket and one address. */
  readonly limits: AdmissionLimits
  readonly trustedProxies: TrustedProxies
  readonly logLevel: string
}

/** @returns the configuration, and variables with our prefix that mean nothing. @throws ConfigError */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): {
  readonly config: Config
  readonly unknown: readonly string[]
} {
  // An empty variable is how shells and compose files say "not set".
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const parsed = schema.safeParse(set)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!
    const name = String(issue.path[0])
    throw new ConfigError(`${name}=${JSON.stringify(env[name])} is not usable: ${issue.message}`)
  }
  const values = parsed.data
  if (values.COPLANE_TICK_MIN_MS > values.COPLANE_TICK_MAX_MS)
    throw new ConfigError(
      `COPLANE_TICK_MIN_MS=${values.COPLANE_TICK_MIN_MS} is above COPLANE_TICK_MAX_MS=${values.COPLANE_TICK_MAX_MS}`,
    )
  const drainMs = values.COPLANE_DRAIN_WAIT_MS + values.COPLANE_DRAIN_SPREAD_MS
  if (drainMs >= values.COPLANE_DRAIN_DEADLINE_MS)
    throw new ConfigError(
      `COPLANE_DRAIN_DEADLINE_MS=${values.COPLANE_DRAIN_DEADLINE_MS} must be more than ` +
        `COPLANE_DRAIN_WAIT_MS and COPLANE_DRAIN_SPREAD_MS together (${drainMs})`,
    )
  const auth = readAuthSettings(values, values.COPLANE_HOST)
  return {
    config: {
      host: values.COPLANE_HOST,
      port: values.COPLANE_PORT,
      tls: readTls(values.COPLANE_TLS_CERT, values.COPLANE_TLS_KEY),
      internal:
        values.COPLANE_INTERNAL_PORT === undefined
          ? undefined
          : { host: values.COPLANE_INTERNAL_HOST, port: values.COPLANE_INTERNAL_PORT },
      frameAncestors: values.COPLANE_FRAME_ANCESTORS,
      dataDir: values.COPLANE_DATA_DIR,
      store: values.COPLANE_STORE,
      auth,
      origins: readOrigins(values.COPLANE_ORIGINS, auth, values.COPLANE_HOST),
      schema: values.COPLANE_SCHEMA === undefined ? undefined : readSchema(values.COPLANE_SCHEMA),
      tickMinMs: values.COPLANE_TICK_MIN_MS,
      tickMaxMs: values.COPLANE_TICK_MAX_MS,
      liveMinMs: values.COPLANE_LIVE_MIN_MS,
      idleCacheBytes: values.COPLANE_IDLE_CACHE_MB * 1024 * 1024,
      drainWaitMs: values.COPLANE_DRAIN_WAIT_MS,
      drainSpreadMs: values.COPLANE_DRAIN_SPREAD_MS,
      drainDeadlineMs: values.COPLANE_DRAIN_DEADLINE_MS,
      quotas: {
        rooms: values.COPLANE_MAX_ROOMS,
        sessionsPerRoom: values.COPLANE_MAX_ROOM_SESSIONS,
        sessionsPerUser: values.COPLANE_MAX_USER_SESSIONS,
        sessionsPerUserAndRoom: values.COPLANE_MAX_USER_ROOM_SESSIONS,
        documentBytes: values.COPLANE_MAX_DOCUMENT_MB * 2 ** 20,
        documentItems: values.COPLANE_MAX_ITEMS,
        pendingBytes: defaultQuotas.pendingBytes,
        shapes: values.COPLANE_SHAPES ?? (values.COPLANE_SCHEMA === undefined ? 'carry' : 'refuse'),
      },
      limits: {
        ...admissionLimits,
        socketMessages: values.COPLANE_MAX_SOCKET_MESSAGES,
        socketBytes: values.COPLANE_MAX_SOCKET_KB * 1024,
        socketPresence: values.COPLANE_MAX_SOCKET_PRESENCE,
        socketEvents: values.COPLANE_MAX_SOCKET_EVENTS,
        addressSockets: values.COPLANE_MAX_ADDRESS_SOCKETS,
        addressOpens: values.COPLANE_MAX_ADDRESS_OPENS,
        addressFailures: values.COPLANE_MAX_ADDRESS_FAILURES,
        unadmitted: values.COPLANE_MAX_UNADMITTED,
      },
      trustedProxies: readTrustedProxies(values.COPLANE_TRUSTED_PROXIES),
      logLevel: values.COPLANE_LOG_LEVEL,
    },
    unknown: Object.keys(set).filter((name) => name.startsWith('COPLANE_') && !(name in schema.shape)),
  }
}

/** What `coplane token` signs with and for, from the variables of the server that is to take it. @throws ConfigError */
export function readMintSettings(
  env: Readonly<Record<string, string | undefined>> = process.env,
): MintSettings {
  return {
    secret: readSecret({
      COPLANE_AUTH_SECRET: env['COPLANE_AUTH_SECRET'] || undefined,
      COPLANE_AUTH_SECRET_FILE: env['COPLANE_AUTH_SECRET_FILE'] || undefined,
    }),
    issuer: env['COPLANE_AUTH_ISSUER'] || undefined,
    audience: env['COPLANE_AUTH_AUDIENCE'] || undefined,
  }
}

/** @throws ConfigError */
function readTls(cert: string | undefined, key: string | undefined): TlsFiles | undefined {
  if (cert === undefined && key === undefined) return undefined
  if (cert === undefined || key === undefined)
    throw new ConfigError('COPLANE_TLS_CERT and COPLANE_TLS_KEY are only of use together')
  try {
    return checkTlsFiles({ cert, key })
  } catch (error) {
    if (!(error instanceof TlsFileError)) throw error
    const [name, file] = error.file === 'cert' ? ['COPLANE_TLS_CERT', cert] : ['COPLANE_TLS_KEY', key]
    throw new ConfigError(`${name}=${JSON.stringify(file)} is not usable: ${error.message}`)
  }
}

/** @throws ConfigError */
function readTrustedProxies(text: string): TrustedProxies {
  try {
    return new TrustedProxies(text)
  } catch (error) {
    throw new ConfigError(
      `COPLANE_TRUSTED_PROXIES=${JSON.stringify(text)} is not usable: ${(error as Error).message}`,
    )
  }
}

/** @throws ConfigError */
function readSchema(path: string): Schema {
  const unusable = (fault: string): ConfigError =>
    new ConfigError(`COPLANE_SCHEMA=${JSON.stringify(path)} is not usable: ${fault}`)
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw unusable(`the file cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw unusable(`the file is not JSON (${(error as Error).message})`)
  }
  try {
    return parseSchema(value)
  } catch (error) {
    throw unusable((error as Error).message)
  }
}

/** @throws ConfigError */
function readOrigins(list: string | undefined, auth: AuthSettings, host: string): Origins {
  // A token is the proof, and no browser sends it by itself as it does with cookies; without one, the page itself is asked.
  if (list === undefined) return auth.is === 'open' && isLoopback(host) ? ownOrigins(isLoopback) : anyOrigin
  const origins = parseOrigins(list)
  if (typeof origins === 'string') throw new ConfigError(`COPLANE_ORIGINS is not usable: ${origins}`)
  return origins
}
