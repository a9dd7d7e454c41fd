import { BlockList, isIP } from 'node:net'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether an address to listen on, or the host of a URL, is reached from this machine alone: 127/8, ::1, localhost. */
export function isLoopback(host: string): boolean {
  const address = host.startsWith('[') && host.endsWith(']') ? host.slice(1, -1) : host
  switch (isIP(address)) {
    case 4:
      return loopback.check(address, 'ipv4')
    case 6:
      return loopback.check(address, 'ipv6')
    default:
      return address.toLowerCase() === 'localhost'
  }
}
