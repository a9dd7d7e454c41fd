/** Every limit that turns something away at run time, as `coplane_limited_total{limit}` names it. */
export const limitNames = [
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
