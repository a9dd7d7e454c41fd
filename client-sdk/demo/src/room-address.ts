/** The room that this page shows, from its own address: `/` is "demo", `/rooms/<name>` is any other. */
export function roomName(pathname: string): string {
  const match = /^\/rooms\/(.+?)\/?$/.exec(pathname)
  if (!match?.[1]) return 'demo'
  try {
    return decodeURIComponent(match[1])
  } catch {
    return match[1]
  }
}

/** Where the room's WebSocket is: the origin that served the page. */
export function roomUrl(page: Pick<Location, 'protocol' | 'host'>, name: string): string {
  const scheme = page.protocol === 'https:' ? 'wss' : 'ws'
  return `${scheme}://${page.host}/v1/rooms/${encodeURIComponent(name)}`
}

/** A link to the room that keeps neither the query nor the hash of this page. */
export function roomLink(page: Pick<Location, 'origin'>, name: string): string {
  return name === 'demo' ? `${page.origin}/` : `${page.origin}/rooms/${encodeURIComponent(name)}`
}
