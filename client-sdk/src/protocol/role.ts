/** What a member may do: an editor everything, a viewer look and be seen. By their numbers on the wire. */
export const roles = ['editor', 'viewer'] as const

export type Role = (typeof roles)[number]
