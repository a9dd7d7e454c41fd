import { parseArgs } from 'node:util'
import { roles, type Role } from '@coplane/client/protocol/role'
import { parseDuration } from '../auth/duration.ts'
import type { MintSettings } from '../auth/mint-settings.ts'
import { mintToken } from '../token.ts'

/** A command line that cannot be used; the message is one sentence. */
export class UsageError extends Error {}

/** @throws UsageError */
export async function mintByArguments(
  args: readonly string[],
  { secret, issuer, audience }: MintSettings,
): Promise<string> {
  const { user, room, role, expires } = parse(args)
  if (user === undefined) throw new UsageError('--user is missing')
  if (room === undefined) throw new UsageError('--room is missing')
  const granted = roles.find((each) => each === role)
  if (granted === undefined) throw new UsageError(`--role must be one of ${roles.join(', ')}`)
  const expiresIn = parseDuration(expires)
  if (expiresIn === undefined) throw new UsageError('--expires must be a time such as 15m, 1h or 7d')
  if (secret === undefined)
    throw new UsageError(
      'set COPLANE_AUTH_SECRET or COPLANE_AUTH_SECRET_FILE, which the token is signed with',
    )
  const rooms: Readonly<Record<string, Role>> = Object.fromEntries(room.map((each) => [each, granted]))
  try {
    return await mintToken({
      secret,
      user,
      rooms,
      expiresIn,
      ...(issuer !== undefined && { issuer }),
      ...(audience !== undefined && { audience }),
    })
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message)
    throw error
  }
}

function parse(args: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        user: { type: 'string' },
        room: { type: 'string', multiple: true },
        role: { type: 'string', default: 'editor' },
        expires: { type: 'string', default: '1h' },
      },
    })
    return values
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}
