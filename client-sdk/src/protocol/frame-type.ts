/** The first byte of every frame. Client to server below 0x80, server to client above. */
export const FrameType = {
  hello: 0x01,
  update: 0x02,
  cursor: 0x03,
  profile: 0x04,
  event: 0x05,
  ping: 0x06,
  view: 0x07,
  selection: 0x08,
  gestureBegin: 0x09,
  gestureMove: 0x0a,
  gestureEnd: 0x0b,
  who: 0x0c,
  replay: 0x0d,
  welcome: 0x81,
  sync: 0x82,
  roster: 0x83,
  tick: 0x84,
  ack: 0x85,
  history: 0x86,
  eventAck: 0x87,
  error: 0x88,
  pong: 0x89,
  live: 0x8a,
  overview: 0x8b,
} as const

export type FrameType = (typeof FrameType)[keyof typeof FrameType]
