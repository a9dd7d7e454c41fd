import type { Access, Admitted } from '../../server/src/room/access.ts'

/** What everybody may do where nobody is asked for a token. */
export const openAccess: Access = { user: undefined, role: 'editor', untilMs: Infinity }

/** A socket that was let in so, and that nothing renews. */
export const openlyAdmitted: Admitted = { access: openAccess, renew: () => undefined }
