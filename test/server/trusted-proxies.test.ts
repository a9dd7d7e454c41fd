import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addressKey } from '../../server/src/admission/address-key.ts'
import { TrustedProxies } from '../../server/src/admission/trusted-proxies.ts'

const proxies = new TrustedProxies('10.0.0.0/8, 192.0.2.1,2001:db8:1::/48')

describe('[AD1] who sends something is found from the peer backwards, by the word of trusted proxies alone', () => {
  test.for([
    ['a peer that is no proxy, whatever it claims', '198.51.100.7', '', ['1.1.1.1'], '198.51.100.7'],
    ['one whose PROXY header claims something', '198.51.100.7', '1.1.1.1', [], '198.51.100.7'],
    ['a proxy that says nothing', '10.0.0.1', '', [], '10.0.0.1'],
    ['a proxy that names the sender', '10.0.0.1', '', ['203.0.113.9'], '203.0.113.9'],
    ['what the sender claimed before it', '10.0.0.1', '', ['1.1.1.1, 203.0.113.9'], '203.0.113.9'],
    ['what it claimed in a line of its own', '10.0.0.1', '', ['10.9.9.9', '203.0.113.9'], '203.0.113.9'],
    ['a chain of proxies', '192.0.2.1', '', ['203.0.113.9, 10.1.1.1', '10.2.2.2'], '203.0.113.9'],
    ['a chain in which all are trusted', '10.0.0.1', '', ['10.1.1.1, 10.2.2.2'], '10.1.1.1'],
    ['a PROXY header', '10.0.0.1', '203.0.113.9', [], '203.0.113.9'],
    ['one of a sender that claims more', '10.0.0.1', '203.0.113.9', ['1.1.1.1'], '203.0.113.9'],
    ['one between two proxies', '10.0.0.1', '10.0.0.2', ['203.0.113.9'], '203.0.113.9'],
    ['IPv6 by IPv6', '2001:db8:1::5', '', ['2001:db8:9::1'], '2001:db8:9::1'],
    ['IPv6 in brackets with a port', '10.0.0.1', '', ['[2001:db8:9::1]:4711'], '2001:db8:9::1'],
    ['IPv4 with a port', '10.0.0.1', '', ['203.0.113.9:4711'], '203.0.113.9'],
    ['IPv4 in the clothes of IPv6', '10.0.0.1', '', ['::ffff:203.0.113.9'], '203.0.113.9'],
    ['a trusted hop in these clothes', '10.0.0.1', '', ['203.0.113.9, ::ffff:10.0.0.7'], '203.0.113.9'],
    ['what is no address', '10.0.0.1', '', ['203.0.113.9, unknown'], '10.0.0.1'],
    ['an empty line', '10.0.0.1', '', [''], '10.0.0.1'],
    ['a word of 10,000 commas', '10.0.0.1', '', [',', ','.repeat(10_000)], '10.0.0.1'],
  ] as const)('%s', ([, peer, proxied, forwarded, client]) => {
    expect(proxies.clientOf(peer, proxied, forwarded)).toBe(client)
  })

  test('nobody is trusted who was not named', () => {
    expect(new TrustedProxies('').clientOf('127.0.0.1', '', ['1.1.1.1'])).toBe('127.0.0.1')
  })

  test('garbage never throws, and never becomes an address', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (forwarded) => {
        const client = proxies.clientOf('10.0.0.1', '', forwarded)
        expect(() => addressKey(client)).not.toThrow()
      }),
      { numRuns: 1_000 },
    )
  })
})

test.for(['10.0.0.0/33', '10.0.0/8', 'proxy.internal', '::/129', '10.0.0.1/', '/8'])(
  '[AD2] %s is no block of addresses, and the sentence says so',
  (block) => {
    expect(() => new TrustedProxies(`10.0.0.1, ${block}`)).toThrow(
      `${JSON.stringify(block)} is neither an address nor a block such as 10.0.0.0/8`,
    )
  },
)

describe('[AD3] what counts as one address', () => {
  test.for([
    ['203.0.113.9', '203.0.113.9'],
    ['2001:db8:9:1::1', '2001:db8:9:1::/64'],
    ['2001:db8:9:1:ffff:ffff:ffff:ffff', '2001:db8:9:1::/64'],
    ['2001:0db8:0009:0001:0:0:0:1', '2001:db8:9:1::/64'],
    ['2001:db8:9:2::1', '2001:db8:9:2::/64'],
    ['::2', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ] as const)('%s is one of %s', ([address, key]) => {
    expect(addressKey(address)).toBe(key)
  })

  test.for(['127.0.0.1', '127.8.9.1', '::1', '0:0:0:0:0:0:0:1'])('%s is this machine', (address) => {
    expect(addressKey(address)).toBeUndefined()
  })
})
