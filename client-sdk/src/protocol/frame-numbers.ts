/*
 * The first byte of every frame. Client to server below 0x80, server to client above. Constants of their own, and not of an
 * object, so that bundlers put the numbers in the place of the names.
 */

export const hello = 0x01
export const update = 0x02
export const cursor = 0x03
export const profile = 0x04
export const event = 0x05
export const ping = 0x06
export const view = 0x07
export const selection = 0x08
export const gestureBegin = 0x09
export const gestureMove = 0x0a
export const gestureEnd = 0x0b
export const who = 0x0c
export const replay = 0x0d
export const auth = 0x0e
export const welcome = 0x81
export const sync = 0x82
export const roster = 0x83
export const tick = 0x84
export const ack = 0x85
export const history = 0x86
export const eventAck = 0x87
export const error = 0x88
export const pong = 0x89
export const live = 0x8a
export const overview = 0x8b
export const access = 0x8c
