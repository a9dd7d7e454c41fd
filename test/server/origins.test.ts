import { describe, expect, test } from 'vitest'
import { ownOrigins, parseOrigins } from '../../server/src/admission/origins.ts'
import { isLoopback } from '../../server/src/auth/loopback.ts'

describe('[OR1] a list of origins', () => {
  test.for([
    ['https://canvas.example.com', 'https://canvas.example.com', true],
    ['https://canvas.example.com', '', true],
    ['https://canvas.example.com', 'https://canvas.example.com:8443', false],
    ['https://canvas.example.com', 'http://canvas.example.com', false],
    ['https://canvas.example.com', 'https://canvas.example.com.evil.org', false],
    ['https://canvas.example.com', 'https://evil.org/https://canvas.example.com', false],
    ['https://canvas.example.com', 'null', false],
    ['https://a.org, https://b.org:8443', 'https://b.org:8443', true],
    ['https://*.example.com', 'https://canvas.example.com', true],
    ['https://*.example.com', 'https://a.b.example.com', true],
    ['https://*.example.com', 'https://example.com', false],
    ['https://*.example.com', 'https://.example.com', false],
    ['https://*.example.com', 'https://badexample.com', false],
    ['https://*.example.com', 'http://canvas.example.com', false],
    ['https://*.example.com', 'https://canvas.example.com:8443', false],
    ['https://*.example.com:8443', 'https://canvas.example.com:8443', true],
    ['*', 'https://anybody.org', true],
    ['*', 'null', true],
  ] as const)('[OR1] %s and a page of %j: %s', ([list, origin, isAllowed]) => {
    const origins = parseOrigins(list)
    if (typeof origins === 'string') throw new Error(origins)
    expect(origins.allow(origin)).toBe(isAllowed)
  })

  test.for([
    '',
    'canvas.example.com',
    'https://canvas.example.com/',
    'https://canvas.example.com/path',
    'https://ada@example.com',
    'https://*',
    'https://*.*.example.com',
    'https://canvas.*',
    '*.example.com',
    'ws://canvas.example.com',
    'null',
    'https://a.org,,https://b.org',
  ])('[OR1] %j is refused with what an entry looks like', (list) => {
    expect(parseOrigins(list)).toMatch(/ is not an origin such as "https:\/\/canvas\.example\.com" or /)
  })
})

test('[OR2] without tokens only pages of this machine may connect, whatever name leads to it', () => {
  const origins = ownOrigins(isLoopback)
  for (const origin of ['', 'http://localhost:5173', 'http://127.0.0.1:8080', 'http://[::1]:8080'])
    expect(origins.allow(origin)).toBe(true)
  for (const origin of [
    'https://evil.org',
    'http://localhost.evil.org',
    'http://127.0.0.1.evil.org',
    'null',
    'x',
  ])
    expect(origins.allow(origin)).toBe(false)
})

describe('[OR3] loopback', () => {
  test.for(['127.0.0.1', '127.255.255.254', '::1', '0:0:0:0:0:0:0:1', '[::1]', 'localhost', 'LOCALHOST'])(
    '[OR3] %s is',
    (host) => {
      expect(isLoopback(host)).toBe(true)
    },
  )
  test.for([
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '126.0.0.1',
    '128.0.0.1',
    '127.0.0.1.nip.io',
    'localhost.example.com',
    '',
    '127',
  ])('[OR3] %j is not', (host) => {
    expect(isLoopback(host)).toBe(false)
  })
})
