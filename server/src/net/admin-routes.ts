import { roles, type Role } from '@coplane/client/protocol/role'
import type { HttpRequest, HttpResponse, TemplatedApp } from 'uWebSockets.js'
import { z } from 'zod'
import type { AccessControl } from '../admission/access-control.ts'
import type { Authority } from '../room/access.ts'
import { bearerOf } from './handshake.ts'
import { fault, JsonAnswer, readBody, type Reply } from './json-answer.ts'
import { parseRoomName } from './room-name.ts'

/** What the calls of admins are answered from. */
export interface Admin {
  readonly authority: Authority
  readonly control: AccessControl
  readonly report: (message: string, error: unknown) => void
}

/** One call, once it is known to be an admin's. */
interface Call {
  readonly room: string
  /** Whom it is about; empty for nobody in particular. */
  readonly user: string
  /** Who calls. */
  readonly by: string | undefined
  /** Undefined when it was too long. */
  readonly body: string | undefined
}

/**
 * Calls for servers, with a token whose role in that room is `admin`: who is there, and what may they do. No page of another
 * origin can make them, because nothing here answers a preflight.
 */
export function serveAdmin(app: TemplatedApp, admin: Admin): void {
  const { control } = admin
  app.get('/v1/rooms/:room/members', (res, req) => {
    // A room of the native dialect may have a name that ends like this.
    if (req.getHeader('upgrade') !== '') req.setYield(true)
    else serve(res, req, admin, noBody, ({ room }) => sayMembers(room, control))
  })
  app.put('/v1/rooms/:room/access/:user', (res, req) =>
    serve(res, req, admin, readBody(res, maxBodyBytes), (call) => {
      if (call.body === undefined) return fault(413, 'too-large', `a body may have ${maxBodyBytes} bytes`)
      const role = parseRole(call.body)
      if (!role) return fault(400, 'bad-body', `the body must be {"role": …} with one of ${roles.join(', ')}`)
      return change(call, role, control)
    }),
  )
  app.del('/v1/rooms/:room/access/:user', (res, req) =>
    serve(res, req, admin, noBody, (call) => change(call, undefined, control)),
  )
}

/** Reads all of the request that it needs before it returns: the request ends with the call. */
function serve(
  res: HttpResponse,
  req: HttpRequest,
  admin: Admin,
  body: Promise<string | undefined>,
  act: (call: Call) => Reply | Promise<Reply>,
): void {
  const answer = new JsonAnswer(res)
  const room = parseRoomName(req.getParameter(0) ?? '', '')
  // Where the route has no second one, that is empty, and the call is about nobody.
  const userText = req.getParameter(1) ?? ''
  const user = req.getMethod() === 'get' ? userText : parseRoomName(userText, '')
  const token = bearerOf(req.getHeader('authorization'))
  const reply = async (): Promise<Reply> => {
    if (room === undefined || user === undefined)
      return fault(
        400,
        'bad-name',
        'the name of the room or of the user is empty, too long, or not valid UTF-8',
      )
    const access = await admin.authority.admit(token, room)
    if (access === 'unauthorized')
      return fault(401, access, 'bring a valid token as Authorization: Bearer <token>')
    if (access === 'unavailable') return fault(503, access, 'tokens cannot be verified now')
    if (access === 'forbidden' || access.role !== 'admin')
      return fault(403, 'forbidden', 'the token does not make you an admin of this room')
    return act({ room, user, by: access.user, body: await body })
  }
  reply().then(
    (given) => answer.give(given),
    (error: unknown) => {
      admin.report('a call of an admin failed', error)
      answer.give(fault(500, 'internal', 'the server failed; the failure is in its log'))
    },
  )
}

function sayMembers(room: string, control: AccessControl): Reply {
  const { members, overrides, isCut } = control.look(room)
  return {
    status: 200,
    body: {
      room,
      members: members.map(({ user = null, role, sockets }) => ({ user, role, sockets })),
      overrides: overrides.map(({ user, role, atMs }) => ({
        user,
        role: role ?? null,
        at: new Date(atMs).toISOString(),
      })),
      isCut,
    },
  }
}

async function change(
  { room, user, by }: Call,
  role: Role | undefined,
  control: AccessControl,
): Promise<Reply> {
  const changed = await control.change({ room, user, role }, by)
  if (changed.is === 'full') return fault(507, 'full', 'there are as many changes of access as may be')
  if (changed.is === 'unkept')
    return fault(503, 'not-kept', 'the change is in force, and not on disk yet; the server goes on trying')
  return { status: 200, body: { room, user, role: role ?? null, sockets: changed.sockets } }
}

const bodySchema = z.strictObject({ role: z.enum(roles) })

function parseRole(body: string): Role | undefined {
  try {
    return bodySchema.parse(JSON.parse(body)).role
  } catch {
    // Not JSON, or not of this shape: the caller is told what it must be.
    return undefined
  }
}

const maxBodyBytes = 1024
const noBody = Promise.resolve('')
