import { BlockList, isIP } from 'node:net'

/** The proxies whose word about whom they speak for is taken, and nobody else's. */
export class TrustedProxies {
  private readonly list = new BlockList()

  /** @param text addresses and CIDR blocks, separated by commas. @throws Error with a sentence. */
  constructor(text: string) {
    const blocks = text.split(',').flatMap((each) => each.trim() || [])
    for (const block of blocks) this.add(block)
  }

  /** @param address in text. */
  trusts(address: string): boolean {
    const family = isIP(address)
    return family !== 0 && this.list.check(address, family === 4 ? 'ipv4' : 'ipv6')
  }

  /**
   * Who sends this, as far as it can be believed: from the peer backwards over all that the proxies on the way have written,
   * the first that is no trusted proxy. What is no address ends the walk, since nobody can be named behind it.
   * @param peer the other end of the TCP connection, in text.
   * @param proxied what it wrote in a PROXY header, in text; empty for nothing.
   * @param forwarded the lines of X-Forwarded-For, in their order.
   */
  clientOf(peer: string, proxied: string, forwarded: readonly string[]): string {
    let client = peer
    const hops = forwarded.length === 0 ? [] : forwarded.join(',').split(',').slice(-mostHops)
    if (proxied !== '') hops.push(proxied)
    while (this.trusts(client)) {
      const before = addressIn(hops.pop() ?? '')
      if (before === undefined) return client
      client = before
    }
    return client
  }

  private add(block: string): void {
    const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(block) ?? []
    const family = isIP(address)
    const most = family === 4 ? 32 : 128
    if (family === 0 || Number(bits ?? most) > most)
      throw new Error(`${JSON.stringify(block)} is neither an address nor a block such as 10.0.0.0/8`)
    this.list.addSubnet(address, Number(bits ?? most), family === 4 ? 'ipv4' : 'ipv6')
  }
}

/** An address as proxies write it: perhaps in brackets, perhaps with a port. */
function addressIn(text: string): string | undefined {
  const trimmed = text.trim()
  const [, bracketed, dotted] = /^\[([^\]]+)\](?::\d+)?$|^([\d.]+):\d+$/.exec(trimmed) ?? []
  const address = plainAddress(bracketed ?? dotted ?? trimmed)
  return isIP(address) === 0 ? undefined : address
}

/** An IPv4 address that is written as an IPv6 one is the same peer. */
function plainAddress(address: string): string {
  return /^(?:::|(?:0{1,4}:){5})ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address
}

/** More than any real chain has; a longer line of words is not walked. */
const mostHops = 32
