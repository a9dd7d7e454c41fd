import type { HttpRequest, HttpResponse } from 'uWebSockets.js'
import type { TrustedProxies } from '../admission/trusted-proxies.ts'

/** The other end of the TCP connection, in text. */
export function peerOf(res: Pick<HttpResponse, 'getRemoteAddress'>): string {
  return textOf(new Uint8Array(res.getRemoteAddress()))
}

/** Who sends a request, as far as it can be believed; copied, since the request ends with the call. */
export function clientOf(res: HttpResponse, req: HttpRequest, proxies: TrustedProxies): string {
  const peer = peerOf(res)
  if (!proxies.trusts(peer)) return peer
  const forwarded: string[] = []
  // `getHeader` knows the first line only, which is the sender's own where a proxy appends one.
  req.forEach((name, value) => {
    if (name === 'x-forwarded-for') forwarded.push(value)
  })
  return proxies.clientOf(peer, textOf(new Uint8Array(res.getProxiedRemoteAddress())), forwarded)
}

/** @param bytes 4, 16 or none. */
function textOf(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.')
  if (bytes.length !== 16) return ''
  const isMapped = bytes.subarray(0, 10).every((byte) => byte === 0) && bytes[10] === 255 && bytes[11] === 255
  if (isMapped) return bytes.subarray(12).join('.')
  const groups: string[] = []
  for (let at = 0; at < 16; at += 2) groups.push(((bytes[at]! << 8) | bytes[at + 1]!).toString(16))
  return groups.join(':')
}
