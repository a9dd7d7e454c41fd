/*
 * Constants of their own, and not of an object, so that bundlers put the numbers in the place of the names and leave out
 * what a client does not use.
 */

/** One WebSocket message. Beyond: close `too-large`; beyond `transportFrameBytes` the transport cuts the socket (1006). */
export const maxFrameBytes = 8 * 1024 * 1024
/** What the transport itself accepts, so that the documented close code can still be sent above `maxFrameBytes`. */
export const transportFrameBytes = 16 * 1024 * 1024
/** UTF-8 bytes of a room's name after percent-decoding. Beyond: close `bad-room`. */
export const maxRoomNameBytes = 512
/** Bytes of a member's profile. Beyond: close `bad-frame`. */
export const maxProfileBytes = 1024
/** Bytes of the Yjs update in one UPDATE. Beyond: error `too-large`, the socket stays. */
export const maxUpdateBytes = 4 * 1024 * 1024
/** Bytes of a GESTURE-BEGIN, the ids of its nodes above all. Beyond: error `too-large`, the socket stays. */
export const maxGestureBytes = 64 * 1024
/** Bytes of a member's selection. Beyond: close `bad-frame`. */
export const maxSelectionBytes = 1024
/** Members whom one ROSTER page tells, and up to which joins are told with their profiles. */
export const rosterPage = 200
/** Cursors that one member is shown, besides the one that it follows. */
export const liveCap = 32
/** Bytes of one event's body. Beyond: error `too-large`, the socket stays. */
export const maxEventBytes = 64 * 1024
/** Bytes of an event's idempotency key. Beyond: close `bad-frame`. */
export const maxEventKeyBytes = 64
/** Bytes of a token in AUTH. Beyond: close `bad-frame`. */
export const maxTokenBytes = 8192
/** Members of one room: a session index has 16 bits and 0xffff means "nobody". Beyond: close `room-full`. */
export const maxMembers = 0xfffe
/** Coordinates are fixed point with two fractional bits in an int32. Beyond: clamped by the sender. */
export const maxCoordinate = 0x1fffffff
