import type { Access, Admitted, Authority, Denial } from '../room/access.ts'
import type { Override } from '../room/access-store.ts'
import type { Connection, Opener } from '../room/connection.ts'
import { EarlyFrames } from '../room/early-frames.ts'
import type { Socket } from '../room/ports.ts'
import { roomLimits } from '../room/room-limits.ts'
import type { Entrance } from './entrance.ts'
import type { Entry } from './entry.ts'
import type { SocketAllowance } from './socket-allowance.ts'

/** Where a socket is with its admission. Frames that come before it is decided wait, up to a bound. */
type State =
  | { readonly is: 'asking'; readonly early: EarlyFrames; sinceMs: number | undefined }
  | { readonly is: 'admitted'; readonly connection: Connection }
  | { readonly is: 'over' }

/** What the transport knows of a socket when it opens. */
export interface Visit {
  readonly room: string
  /** As it came with the upgrade. */
  readonly token: string | undefined
  readonly entry: Entry
}

/** Stands before one socket's connection: lets it in when the authority says so, and ends it when its access does. */
export class Gate implements Admitted {
  access: Access = nobody
  /** What an answer is worth by now. */
  private hold: (access: Access) => Access | Denial = (access) => access
  private state: State = {
    is: 'asking',
    early: new EarlyFrames(roomLimits.earlyBytes, roomLimits.earlyFrames),
    sinceMs: undefined,
  }
  private readonly socket: Socket
  private readonly room: string
  private readonly open: Opener
  private readonly authority: Authority
  private readonly entrance: Entrance
  private readonly entry: Entry
  private readonly report: (message: string, error: unknown) => void

  constructor(
    socket: Socket,
    { room, token, entry }: Visit,
    open: Opener,
    authority: Authority,
    entrance: Entrance,
    report: (message: string, error: unknown) => void,
  ) {
    this.socket = socket
    this.room = room
    this.open = open
    this.authority = authority
    this.entrance = entrance
    this.entry = entry
    this.report = report
    this.ask(
      token,
      (access) => this.admit(access),
      (denial) => this.refuse(denial),
    )
  }

  get allowance(): SocketAllowance {
    return this.entry.allowance
  }

  receive(message: Uint8Array): void {
    const { state } = this
    if (!this.entry.allowance.message(message.length))
      this.socket.close('rate-limited', 'more messages or bytes than it may send')
    else if (state.is === 'admitted') state.connection.receive(message)
    else if (state.is === 'asking') {
      if (!state.early.hasPlaceFor(message.length))
        this.socket.close('too-large', 'more than may come before a socket is admitted')
      else if (!this.entrance.holds(this.entry, message.length))
        this.socket.close('too-many', 'too much waits to be admitted')
      else state.early.keep(message)
    }
  }

  drained(): void {
    if (this.state.is === 'admitted') this.state.connection.drained()
  }

  closed(): void {
    const { state } = this
    this.state = { is: 'over' }
    if (state.is === 'admitted') state.connection.closed()
  }

  /** Called about once a second. */
  sweep(now: number): void {
    const { state } = this
    if (state.is === 'asking') {
      state.sinceMs ??= now
      if (now - state.sinceMs > roomLimits.admissionMs) this.socket.close('hello-timeout')
    } else if (state.is === 'admitted') {
      this.entry.allowance.sweep(now)
      if (now >= this.access.untilMs) this.socket.close('expired')
      else state.connection.sweep(now)
    }
  }

  renew(token: string): void {
    if (!this.entry.allowance.auth()) {
      this.socket.close('rate-limited', 'more tokens than it may bring')
      return
    }
    const granted = (access: Access): void => {
      if (this.state.is !== 'admitted') return
      if (access.user !== this.access.user) {
        this.socket.close('forbidden', 'the token is another user\u2019s')
        return
      }
      this.change(access, this.state.connection)
    }
    this.ask(token, granted, (denial) => {
      // That nothing can be said of the fresh one takes nothing from the old one, and the client asks again before that ends.
      if (denial === 'unavailable' && this.state.is === 'admitted')
        this.state.connection.accessChanged(this.access)
      else this.refuse(denial)
    })
  }

  /**
   * An admin said something else of a user.
   *
   * @param hold what an access is worth with it.
   * @returns whether this socket is the user's.
   */
  overrule({ room, user, role }: Override, hold: (access: Access) => Access | Denial): boolean {
    if (room !== this.room || this.state.is === 'over') return false
    // An answer of the authority's that is on its way may be from before.
    this.hold = hold
    if (this.state.is !== 'admitted' || this.access.user !== user) return false
    if (role === undefined) this.socket.close('forbidden', 'an admin of the room revoked it')
    else this.change({ ...this.access, role }, this.state.connection)
    return true
  }

  private change(access: Access, connection: Connection): void {
    this.access = access
    connection.accessChanged(access)
  }

  private admit(access: Access): void {
    if (this.state.is !== 'asking') return
    const { early } = this.state
    this.access = access
    this.entry.decided()
    const connection = this.open(this.socket, this.room, this)
    this.state = { is: 'admitted', connection }
    for (const message of early.all()) connection.receive(message)
  }

  private refuse(denial: Denial): void {
    if (this.state.is !== 'over' && denial !== 'unavailable') this.entrance.failed(this.entry)
    this.socket.close(denial)
  }

  private ask(
    token: string | undefined,
    granted: (access: Access) => void,
    denied: (denial: Denial) => void,
  ): void {
    const answered = (given: Access | Denial): void => {
      const answer = typeof given === 'string' ? given : this.hold(given)
      if (typeof answer === 'string') denied(answer)
      else granted(answer)
    }
    const answer = this.authority.admit(token, this.room)
    if (!(answer instanceof Promise)) {
      answered(answer)
      return
    }
    answer.then(answered).catch((error: unknown) => {
      this.report('an admission failed', error)
      this.socket.close('internal')
    })
  }
}

/** Before it is decided: a role that nothing asks for. */
const nobody: Access = { user: undefined, role: 'viewer', untilMs: Infinity }
