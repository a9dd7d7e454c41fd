/** The roles by their numbers on the wire. */
export const roles = ['editor', 'viewer'] as const

/** What a member may do: `'editor'` everything, `'viewer'` look and be seen. */
export type Role = (typeof roles)[number]
