import type { Access, Admitted, Allowance } from '../../server/src/room/access.ts'

/** What everybody may do where nobody is asked for a token. */
export const openAccess: Access = { user: undefined, role: 'editor', untilMs: Infinity }

/** Nothing is too much. */
const boundless: Allowance = {
  message: () => true,
  presence: () => true,
  mayTell: () => true,
  event: () => true,
  ask: () => true,
  answered: () => undefined,
}

/** A socket that was let in so, and that nothing renews. */
export const openlyAdmitted: Admitted = {
  access: openAccess,
  allowance: boundless,
  renew: () => undefined,
}
