import { limits } from '@coplane/client/protocol/limits'

/** What one socket and one address may do, each with its policy in one word; Infinity for no limit. Rates are kept on average: what may come at once is beside them. */
export interface AdmissionLimits {
  /** Messages of one socket per second, twice as many at once (close `rate-limited`). */
  readonly socketMessages: number
  /** Their bytes per second, at once four times as many and never less than two of the largest frames (close `rate-limited`). */
  readonly socketBytes: number
  /** Cursors, selections, views, gesture moves, profiles and stock awareness per second, twice as many at once (skip: the newest one follows). */
  readonly socketPresence: number
  /** Events of one socket per second, twice as many at once (refuse with ERROR `rate`). */
  readonly socketEvents: number
  /** WHO, REPLAY, PING and what stock clients ask, per second, ten times as many at once (delay; PING skip, stock close `rate-limited`). */
  readonly socketAsks: number
  /** Bytes of their answers per second, eight times as many at once; the last one may go beyond (delay). */
  readonly socketAnswerBytes: number
  /** Fresh tokens of one socket per minute (close `rate-limited`). */
  readonly socketAuths: number
  /** Sockets of one address at a time (close `too-many`). */
  readonly addressSockets: number
  /** Sockets that one address opens per second, 25 times as many at once (close `too-many`); of TCP connections twice as many (cut). */
  readonly addressOpens: number
  /** Sockets of one address that brought no token worth anything, per minute (close `too-many`, before the next token is looked at). */
  readonly addressFailures: number
  /** Sockets whose token is still being looked at: of one address, and in all (close `too-many`). */
  readonly addressUnadmitted: number
  readonly unadmitted: number
  /** Bytes that those have sent meanwhile and that wait, in all (close `too-many`). */
  readonly unadmittedBytes: number
  /** Addresses without a socket that are remembered (forget the one unseen for longest). */
  readonly rememberedAddresses: number
}

/** The defaults; docs/limits.md says why they are what they are. */
export const admissionLimits: AdmissionLimits = {
  socketMessages: 2_000,
  socketBytes: 8 * 1024 * 1024,
  socketPresence: 300,
  socketEvents: 1_000,
  socketAsks: 50,
  socketAnswerBytes: 4 * 1024 * 1024,
  socketAuths: 10,
  addressSockets: 5_000,
  addressOpens: 200,
  addressFailures: 1_000,
  addressUnadmitted: 2_000,
  unadmitted: 10_000,
  unadmittedBytes: 64 * 1024 * 1024,
  rememberedAddresses: 65_536,
}

/** What a socket may do at once. */
export interface SocketBursts {
  readonly messages: number
  readonly bytes: number
  readonly presence: number
  readonly events: number
  readonly asks: number
  readonly answerBytes: number
}

export function socketBursts(of: AdmissionLimits): SocketBursts {
  return {
    messages: of.socketMessages * 2,
    bytes: Math.max(of.socketBytes * 4, limits.maxFrameBytes * 2),
    presence: of.socketPresence * 2,
    events: of.socketEvents * 2,
    asks: of.socketAsks * 10,
    answerBytes: of.socketAnswerBytes * 8,
  }
}
