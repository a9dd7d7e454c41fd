import { limits } from '@coplane/client/protocol/limits'

/**
 * The room that a request's path names: everything after the prefix, percent-decoded, slashes included, since stock
 * providers do not encode it. @returns undefined for a name that is empty, too long, not UTF-8, or has control characters.
 */
export function parseRoomName(path: string, prefix: string): string | undefined {
  let name: string
  try {
    name = decodeURIComponent(path.slice(prefix.length))
  } catch {
    // A stray percent sign or bytes that are not UTF-8: not a name.
    return undefined
  }
  const isFine =
    name.length > 0 && Buffer.byteLength(name) <= limits.maxRoomNameBytes && !controlCharacters.test(name)
  return isFine ? name : undefined
}

// oxlint-disable-next-line no-control-regex -- exactly those are meant
const controlCharacters = /[\u0000-\u001f\u007f]/
