/** Which pages may open a socket. A browser says where a page is from and no page can change it; whoever is no browser can. */
export interface Origins {
  /** @param origin the header as it came, empty when none did: then it was no page. */
  allow(origin: string): boolean
}

export const anyOrigin: Origins = { allow: () => true }

/** For a server that asks nobody for a token: pages of this machine, so that no page of the internet reaches through its browser. */
export function ownOrigins(isLoopback: (host: string) => boolean): Origins {
  return { allow: (origin) => origin === '' || isLoopback(hostOf(origin)) }
}

/**
 * From a list as an operator writes it: `https://canvas.example.com`, `https://*.example.com:8443` for every name below it,
 * or `*` for all.
 *
 * @returns what is wrong with the first entry that is none of these, as the end of a sentence.
 */
export function parseOrigins(list: string): Origins | string {
  const exact = new Set<string>()
  const below: { readonly start: string; readonly end: string }[] = []
  for (const entry of list.split(',').map((each) => each.trim())) {
    if (entry === '*') return anyOrigin
    const [, start, end] = /^(https?:\/\/)\*(\.[^*]+)$/.exec(entry) ?? []
    const origin = originOf(end === undefined ? entry : `${start}x${end}`)
    if (origin === undefined)
      return `${JSON.stringify(entry)} is not an origin such as "https://canvas.example.com" or "https://*.example.com"`
    if (start === undefined) exact.add(origin)
    else below.push({ start, end: origin.slice(start.length + 1) })
  }
  return {
    allow: (origin) =>
      origin === '' ||
      exact.has(origin) ||
      below.some(
        ({ start, end }) =>
          origin.startsWith(start) && origin.endsWith(end) && origin.length > start.length + end.length,
      ),
  }
}

/** As a browser would send it; undefined for what is more than an origin, or none. */
function originOf(text: string): string | undefined {
  const url = parse(text)
  const isOrigin =
    url !== undefined &&
    !text.includes('*') &&
    /^https?:$/.test(url.protocol) &&
    url.origin === text.toLowerCase()
  return isOrigin ? url.origin : undefined
}

function parse(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

/** Empty for `null`, which sandboxed pages and files are from, and for nonsense. */
function hostOf(origin: string): string {
  return parse(origin)?.hostname ?? ''
}
