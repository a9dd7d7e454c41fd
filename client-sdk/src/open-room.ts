import { defaultEnvironment } from './default-environment.ts'
import type { RoomOptions } from './room-options.ts'
import { Room } from './room.ts'

/**
 * Opens a room and returns at once: read, edit and subscribe now, the connection follows and heals by itself.
 * @param url `ws(s)://host/v1/rooms/<room>`; http(s) is taken for ws(s). Encode the room's name (encodeURIComponent).
 * @throws TypeError for a URL that cannot name a room.
 * @example const room = openRoom('ws://127.0.0.1:8080/v1/rooms/my-canvas', { profile: { name: 'Ada' } })
 */
export function openRoom(url: string, options: RoomOptions = {}): Room {
  const { socketUrl, name } = parseRoomUrl(url)
  return new Room(socketUrl, name, options, defaultEnvironment)
}

/**
 * Like `openRoom`, but resolves once the room's content is here.
 * @throws RoomClosedError when the server refuses the room for good. A server that cannot be reached is waited for.
 * @example const room = await connect('ws://127.0.0.1:8080/v1/rooms/my-canvas')
 */
export async function connect(url: string, options: RoomOptions = {}): Promise<Room> {
  const room = openRoom(url, options)
  await room.ready
  return room
}

function parseRoomUrl(url: string): { readonly socketUrl: string; readonly name: string } {
  const base = typeof location === 'object' ? location.href : undefined
  const parsed = new URL(url, base)
  parsed.protocol = parsed.protocol.replace(/^http/, 'ws')
  if (parsed.protocol !== 'ws:' && parsed.protocol !== 'wss:')
    throw new TypeError(`a room's URL starts with ws: or wss:, not ${parsed.protocol}`)
  const name = parsed.pathname.split('/v1/rooms/')[1]
  if (!name) throw new TypeError(`a room's URL ends with /v1/rooms/<room>, not ${parsed.pathname}`)
  return { socketUrl: parsed.href, name: decodeURIComponent(name) }
}
