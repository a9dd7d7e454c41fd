import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { protocolVersion, subprotocol } from '@coplane/client/protocol/version'
import { bytesOf, hexOf, vectors } from './golden.ts'

/** The wire of each version, as the SHA-256 of its golden vectors. A line, once released, is never edited. */
const lock: Readonly<Record<number, string>> = {
  1: '9c6ea1b49c255f1c55c31fb3e8327ef93484217f8ec3e7d0d906e5f6275a4e28',
  2: 'a61f8d9dcfdcae8ca3b0328fcdd7ab78884bb1325e1fb2f7e17a2220e667e8d5',
  3: '8f60b33345e4db5334ae79912d5c55a8f6ff8b8a5655445c1f967289f20a7b84',
}

function hashOfWire(): string {
  const hash = createHash('sha256')
  for (const [, { hex }] of vectors) hash.update(`${hexOf(bytesOf(hex))}\n`)
  return hash.digest('hex')
}

test('[W55] the golden vectors are those of this protocolVersion', () => {
  const wire = hashOfWire()
  const advice =
    `the golden vectors changed, so the wire did, and peers of version ${protocolVersion} would misread it. ` +
    'Raise protocolVersion in client-sdk/src/protocol/version.ts, describe the change in PROTOCOL.md, ' +
    `and add the line "${protocolVersion + 1}: '${wire}'" to the lock in version-lock.test.ts`
  expect(wire, advice).toBe(lock[protocolVersion])
})

test('[W55] every version has a wire of its own, and the newest is spoken', () => {
  const versions = Object.keys(lock).map(Number)
  expect(Math.max(...versions)).toBe(protocolVersion)
  expect(new Set(Object.values(lock)).size).toBe(versions.length)
})

test('[W55] the subprotocol names the version', () => {
  expect(subprotocol).toBe(`coplane.v${protocolVersion}`)
})
