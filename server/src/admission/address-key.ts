import { isIPv4 } from 'node:net'

/**
 * What counts as one address: one of IPv4, and a /64 of IPv6, which is what one customer has at the least.
 * @param address in text. @returns undefined for this machine itself, which is not limited: whoever is here may do worse, and a
 * proxy that nobody has named as trusted would be limited for all its users.
 */
export function addressKey(address: string): string | undefined {
  if (isIPv4(address)) return address.startsWith('127.') ? undefined : address
  const groups = groupsOf(address)
  const isLoopback = groups.every((group, index) => group === (index === 7 ? 1 : 0))
  return isLoopback
    ? undefined
    : `${groups
        .slice(0, 4)
        .map((group) => group.toString(16))
        .join(':')}::/64`
}

/** The eight numbers of an IPv6 address; those of its last 32 bits do not matter here and may be written as IPv4. */
function groupsOf(address: string): number[] {
  const [head = '', tail] = address.replace(/%.*$/, '').split('::')
  const before = numbersOf(head)
  const after = numbersOf(tail ?? '')
  const zeros = Array.from({ length: Math.max(8 - before.length - after.length, 0) }, () => 0)
  return tail === undefined ? before : [...before, ...zeros, ...after]
}

function numbersOf(text: string): number[] {
  if (text === '') return []
  return text.split(':').flatMap((group) => (group.includes('.') ? [0, 0] : [Number.parseInt(group, 16)]))
}
