/** Every limit that turns something away at run time, as `coplane_limited_total{limit}` names it. */
export const limitNames = [
  'socket-messages',
  'socket-bytes',
  'socket-presence',
  'socket-events',
  'socket-asks',
  'socket-auths',
  'address-connections',
  'address-opens',
  'address-sockets',
  'address-failures',
  'address-unadmitted',
  'unadmitted',
  'unadmitted-bytes',
  'room-sessions',
  'user-sessions',
  'rooms',
  'loads',
  'document-bytes',
  'document-items',
  'pending-updates',
  'awareness',
  'shape',
] as const

export type LimitName = (typeof limitNames)[number]
