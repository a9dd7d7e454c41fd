import type { CloseName } from './close-codes.ts'

/** What each close code means, for people: apart from the codes, because no browser needs it. */
export const closeMeanings: Readonly<Record<CloseName, string>> = {
  'bad-frame': 'a frame was malformed, of an unknown type, text, or out of turn',
  unauthorized: 'no token came, or one that is not valid',
  forbidden: 'the token does not allow this room, what it allowed was revoked, or its page may not connect',
  'bad-room': 'the room name is empty, too long, or not valid UTF-8',
  'bad-protocol': 'the client offered no subprotocol that this server speaks',
  replaced: 'the same session connected again on another socket',
  'too-large': 'a frame was larger than maxFrameBytes',
  'bad-update': 'a Yjs update could not be decoded, or not be applied as a whole',
  internal: 'the server failed; the failure is in its log',
  expired: 'what the token allowed has ended; connect again with a fresh one',
  unavailable:
    'the room could not be loaded, its store refuses writes, or the keys that tokens are checked with cannot be had',
  'server-full': 'the server holds as many rooms as it may',
  'room-full': 'the room holds as many members as it may',
  'slow-consumer': 'the socket stayed too far behind for too long',
  draining: 'the server is shutting down; connect again, elsewhere or later',
  'hello-timeout': 'no hello arrived in time after the socket opened',
  'rate-limited': 'the socket sent more than it may in that time',
  'too-many': 'the address or the user has as many sockets as it may',
}
