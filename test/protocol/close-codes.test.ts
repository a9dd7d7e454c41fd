import { describe, expect, test } from 'vitest'
import { closeCodes, closeNameOf, mayRetry, type CloseName } from '@coplane/client/protocol/close-codes'
import { closeMeanings } from '@coplane/client/protocol/close-meanings'

const names = Object.keys(closeCodes) as CloseName[]

describe('[W37] the code alone tells a client whether to come back', () => {
  test('[W37] no two names share a code', () => {
    const codes = names.map((name) => closeCodes[name].code)
    expect(new Set(codes).size).toBe(names.length)
  })

  test.for(names)('[W37] %s lies in the band that its retry says', (name) => {
    const { code, retry } = closeCodes[name]
    const [least, most] = retry ? [4500, 4599] : [4400, 4499]
    expect(code).toBeGreaterThanOrEqual(least)
    expect(code).toBeLessThanOrEqual(most)
    expect(mayRetry(code)).toBe(retry)
    expect(closeNameOf(code)).toBe(name)
  })

  test.for(names)('[W37] %s is a name and a sentence that fit a close reason of 123 bytes', (name) => {
    expect(name).toMatch(/^[a-z]+(-[a-z]+)*$/)
    expect(closeMeanings[name].length).toBeGreaterThan(10)
    expect(Buffer.byteLength(`${name}: ${closeMeanings[name]}`)).toBeLessThanOrEqual(123)
  })

  test('[W37] codes that no name has: 44xx stops a client, the transport’s own and 45xx do not', () => {
    for (const code of [1000, 1001, 1005, 1006, 1011, 1013, 4399, 4500, 4599])
      expect(mayRetry(code), `${code}`).toBe(true)
    for (const code of [4401, 4403, 4499]) expect(mayRetry(code), `${code}`).toBe(false)
    expect(closeNameOf(1006)).toBeUndefined()
  })
})
