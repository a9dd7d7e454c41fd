import { readFile } from 'node:fs/promises'
import { createLocalJWKSet, createRemoteJWKSet, type JSONWebKeySet, type JWTVerifyGetKey } from 'jose'
import { authLimits } from './auth-limits.ts'

/** A JSON Web Key Set that can be read again. */
export interface KeySet {
  /** Reads it anew; what it held before stays where that fails. */
  reload(): Promise<void>
  /** As of the last reload, of which there was one. */
  readonly find: JWTVerifyGetKey
}

/** Fetched by jose, which follows no redirects. It reloads only when it is told to: rotating-keys.ts knows when. */
export function remoteKeySet(url: URL): KeySet {
  const set = createRemoteJWKSet(url, {
    timeoutDuration: authLimits.keyFetchMs,
    cacheMaxAge: Infinity,
    cooldownDuration: Infinity,
  })
  return { reload: () => set.reload(), find: set }
}

export function fileKeySet(path: string): KeySet {
  let find: JWTVerifyGetKey | undefined
  return {
    reload: async () => {
      find = parseKeySet(await readFile(path, 'utf8'))
    },
    find: (header, token) => {
      if (!find) throw new Error('the key set was never read')
      return find(header, token)
    },
  }
}

/** @throws Error with what is wrong, as the end of a sentence. */
export function parseKeySet(text: string): JWTVerifyGetKey {
  let set: unknown
  try {
    set = JSON.parse(text)
  } catch {
    // The parser's message would quote the file, which may be a private key by mistake.
    throw new Error('the file is not JSON')
  }
  const keys = (set as Partial<JSONWebKeySet> | null)?.keys
  if (!Array.isArray(keys) || keys.length === 0)
    throw new Error('the file is not a JSON Web Key Set with keys')
  if (keys.some((key: unknown) => typeof key === 'object' && key !== null && ('d' in key || 'k' in key)))
    throw new Error('the file holds a private or secret key, and a server needs public keys only')
  return createLocalJWKSet(set as JSONWebKeySet)
}
