import { FrameType } from '@coplane/client/protocol/frame-type'
import { mayEdit } from '@coplane/client/protocol/role'
import { Document } from '../room/document.ts'
import type { Access, Admitted } from '../room/access.ts'
import type { Connection } from '../room/connection.ts'
import { EarlyFrames } from '../room/early-frames.ts'
import type { Member } from '../room/member.ts'
import type { Socket } from '../room/ports.ts'
import type { Dialect, Room } from '../room/room.ts'
import type { Rooms } from '../room/rooms.ts'
import { UpdateScan } from '../room/update/update-scan.ts'
import { YAudience } from './y-audience.ts'
import { decodeYMessages, leftState, type AwarenessEntry, type YMessage } from './y-message.ts'
import { YPeer } from './y-peer.ts'
import { presenceOf } from './y-presence.ts'

type State =
  | { readonly is: 'loading'; readonly early: EarlyFrames }
  | {
      readonly is: 'joined'
      readonly room: Room
      readonly member: Member
      readonly peer: YPeer
      readonly audience: YAudience
    }
  | { readonly is: 'over' }

/** One stock y-websocket socket. The client talks at once, so what it says while the room loads waits here. */
export class YConnection implements Connection {
  private state: State = { is: 'loading', early: new EarlyFrames(mostEarlyBytes, mostEarlyFrames) }
  /** The client that its first presence named: itself. Undefined before that, or if it named several. */
  private ownClientId: number | undefined
  private introduced = false
  /** Its newest presence that its allowance did not allow. */
  private skipped: AwarenessEntry | undefined
  private hasUpdated = false
  private shown: { readonly clientId: number; readonly state: string } | undefined
  private readonly socket: Socket
  private readonly admitted: Admitted
  private readonly dialect: Dialect
  private readonly rooms: Rooms

  constructor(socket: Socket, roomName: string, admitted: Admitted, dialect: Dialect, rooms: Rooms) {
    this.socket = socket
    this.admitted = admitted
    this.dialect = dialect
    this.rooms = rooms
    rooms.enter(roomName, socket, (room) => this.join(room))
  }

  get user(): string | undefined {
    return this.admitted.access.user
  }

  receive(message: Uint8Array): void {
    const { state } = this
    if (state.is === 'loading') {
      if (state.early.hasPlaceFor(message.length)) state.early.keep(message)
      else this.socket.close('too-large')
      return
    }
    const messages = decodeYMessages(message)
    if (!messages) this.socket.close('bad-frame', 'not a y-websocket message')
    else for (const [index, each] of messages.entries()) this.handle(each, index > 0)
  }

  drained(): void {
    this.rooms.joins.drained(this.socket)
    if (this.state.is === 'joined') this.state.room.drained(this.state.member)
  }

  closed(): void {
    const { state } = this
    this.state = { is: 'over' }
    this.rooms.joins.left(this.socket)
    if (state.is !== 'joined') return
    state.audience.awareness.removeOf(this)
    state.room.leave(state.member)
    if (state.room.roster.size === 0) this.rooms.release(state.room)
  }

  sweep(): void {
    const { skipped } = this
    this.skipped = undefined
    if (skipped) this.awareness([skipped])
  }

  accessChanged({ role, untilMs }: Access): void {
    if (this.state.is === 'joined') this.state.room.grant(this.state.member, role, untilMs)
  }

  private join(room: Room): void {
    const { state } = this
    if (state.is !== 'loading') return
    const audience = room.audience(this.dialect)
    if (!(audience instanceof YAudience)) throw new Error('a y-websocket connection needs its own dialect')
    const peer = new YPeer(this.socket, room, audience)
    const member = room.join(this.dialect, peer, {
      session: undefined,
      clientId: 0,
      asked: 'admin',
      access: this.admitted.access,
      profile: presenceOf('{}').profile,
    })
    if (typeof member === 'string') {
      this.socket.close(member)
      return
    }
    if (audience.size === 1) audience.bridgeAll()
    this.state = { is: 'joined', room, member, peer, audience }
    peer.welcome()
    for (const message of state.early.all()) this.receive(message)
  }

  /** @param isFurther whether it came in one frame with another. */
  private handle(message: YMessage, isFurther: boolean): void {
    // A message before it in the same frame may have closed the socket.
    if (this.state.is !== 'joined') return
    const { room, member, peer } = this.state
    const { allowance } = this.admitted
    if (isFurther && !allowance.message(0)) {
      this.socket.close('rate-limited', 'more messages than it may send')
      return
    }
    switch (message.is) {
      case 'sync-step-1':
        if (!Document.isStateVector(message.stateVector))
          this.socket.close('bad-frame', 'the state vector does not decode')
        else if (this.mayAsk()) this.bringUpToDate(message.stateVector.slice())
        return
      case 'update':
        this.update(message.update, room, member)
        return
      case 'awareness':
        this.awareness(message.entries)
        return
      case 'query-awareness':
        if (this.mayAsk()) allowance.answered(peer.sendAwareness())
        return
      default:
        message satisfies never
    }
  }

  private update(update: Uint8Array, room: Room, member: Member): void {
    const verdict = UpdateScan.judge(update)
    if (verdict === 'malformed') {
      this.socket.close('bad-update')
      return
    }
    if (update.length === emptyUpdateBytes) return
    if (mayEdit(member.role)) {
      room.receiveUpdate(member, 0, update.slice(), verdict)
      return
    }
    // Its answer to our step 1 holds every deletion that it knows of, even when it has nothing that we have not.
    const isKnown = !this.hasUpdated && room.document.holds(update)
    this.hasUpdated = true
    if (isKnown) return
    this.rooms.counters.stockUpdatesRefused++
    const message = `a ${member.role} may not send an update`
    room.refusals.send(member, {
      reason: 'forbidden',
      refused: FrameType.update,
      ref: 0,
      subject: '',
      message,
    })
  }

  /** The protocol cannot say "later", and a question without an answer would leave the client without the document. */
  private mayAsk(): boolean {
    const may = this.admitted.allowance.ask(0)
    if (!may) this.socket.close('rate-limited', 'more questions than it may ask')
    return may
  }

  private bringUpToDate(stateVector: Uint8Array): void {
    if (this.state.is !== 'joined') return
    const { room, peer } = this.state
    const { joins } = this.rooms
    const bytes = (): number => room.document.diff(stateVector).length
    joins.ask(this.socket, room, bytes, () => {
      this.admitted.allowance.answered(peer.sendDiff(stateVector))
      joins.sent(this.socket)
    })
  }

  private awareness(entries: readonly AwarenessEntry[]): void {
    if (this.state.is !== 'joined') return
    if (!this.admitted.allowance.presence()) {
      // Its own newest word follows; what it repeats of others is theirs to say.
      this.skipped = entries.find(({ clientId }) => clientId === this.shown?.clientId) ?? this.skipped
      return
    }
    const { room, member, audience } = this.state
    if (!this.introduced && entries.length === 1) this.ownClientId = entries[0]!.clientId
    this.introduced ||= entries.length > 0
    for (const entry of entries)
      if (audience.awareness.receive(this, entry, entry.clientId === this.ownClientId))
        this.show(entry, room, member)
    if (audience.awareness.isDirty) room.touch()
  }

  /** Lets members of other dialects see this one; a socket that speaks for several clients is shown as the last it spoke of. */
  private show({ clientId, state }: AwarenessEntry, room: Room, member: Member): void {
    const { profile, cursor } = presenceOf(state === leftState ? '{}' : state)
    if (this.shown?.clientId !== clientId || !equal(profile, member.profile))
      room.receiveProfile(member, profile, clientId)
    if (cursor?.x !== member.cursor?.x || cursor?.y !== member.cursor?.y)
      room.live.receiveCursor(member, cursor)
    this.shown = { clientId, state }
  }
}

function equal(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index])
}

/** What a client may say before its room is loaded: its document and presence, not a stream. */
const mostEarlyBytes = 8 * 1024 * 1024
const mostEarlyFrames = 64
/** The update of an unchanged document is `00 00`. */
const emptyUpdateBytes = 2
