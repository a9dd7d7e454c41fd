import { endlessAccess } from '@coplane/client/protocol/access'
import { FrameType } from '@coplane/client/protocol/frame-type'
import type { Role } from '@coplane/client/protocol/role'
import type { Token } from '../../client-sdk/src/credentials.ts'
import { ScriptedServer } from './scripted-server.ts'

/** The SDK on its way into a room with a token, and asking for a role. */
export async function opened(token: Token, role?: Role): Promise<ScriptedServer> {
  const server = new ScriptedServer({ token, ...(role && { role }) })
  await server.clock.pass(0)
  return server
}

/** The server says ACCESS. */
export function access({ socket }: ScriptedServer, role: Role, accessS: number = endlessAccess): void {
  socket.say({ type: FrameType.access, role, accessS })
}

/** Time passes on a socket whose server answers its pings. */
export async function passAlive(server: ScriptedServer, ms: number): Promise<void> {
  for (let left = ms; left > 0; left -= 3_000) {
    await server.clock.pass(Math.min(left, 3_000))
    server.socket.say({ type: FrameType.pong, nonce: 0 })
  }
}
