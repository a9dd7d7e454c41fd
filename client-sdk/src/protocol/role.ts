/** The roles by their numbers on the wire. */
export const roles = ['editor', 'viewer', 'commenter', 'admin'] as const

/**
 * What a member may do: a `'viewer'` looks and is seen, a `'commenter'` publishes events too, an `'editor'` changes the
 * document, an `'admin'` also what only trusted members may.
 */
export type Role = (typeof roles)[number]

/** Whether this role may change the document and take nodes in hand. */
export function mayEdit(role: Role): boolean {
  return role === 'editor' || role === 'admin'
}

/** What somebody is told who may not. */
export const mayNotEdit = 'a viewer may not edit'

/** Whether this role may publish events. */
export function mayPublish(role: Role): boolean {
  return role !== 'viewer'
}

/** The one that may less. */
export function lesserRole(one: Role, other: Role): Role {
  return ranks[one] <= ranks[other] ? one : other
}

const ranks = { viewer: 0, commenter: 1, editor: 2, admin: 3 } as const satisfies Record<Role, number>
