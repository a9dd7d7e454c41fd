import { closeNameOf } from './protocol/close-codes.ts'

/** The server closed the room for this client for good, or the application did. */
export class RoomClosedError extends Error {
  override readonly name = 'RoomClosedError'
  readonly code: number
  /** The code's name in the table of PROTOCOL.md, e.g. `bad-room`; undefined for the transport's own codes. */
  readonly closeName: string | undefined

  constructor(code: number, reason: string) {
    super(`the room is closed (${code}${reason && `: ${reason}`})`)
    this.code = code
    this.closeName = closeNameOf(code)
  }
}
