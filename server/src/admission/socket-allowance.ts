import type { Allowance } from '../room/access.ts'
import type { Counters } from '../room/counters.ts'
import { roomLimits } from '../room/room-limits.ts'
import type { AdmissionLimits, SocketBursts } from './admission-limits.ts'

/**
 * What one socket may still do: token buckets that the sweep refills, so that a message costs two subtractions and neither
 * a look at the clock nor an allocation. A socket that has done nothing for seconds may do most at once.
 */
export class SocketAllowance implements Allowance {
  private messages: number
  private bytes: number
  private presenceLeft: number
  private events: number
  private asks: number
  private answerBytes: number
  /** In sixtieths of a token, since it is counted per minute. */
  private authSixtieths: number
  private isTold = false
  private refilledMs: number | undefined
  private readonly limits: AdmissionLimits
  private readonly bursts: SocketBursts
  private readonly counters: Counters

  /** @param bursts `socketBursts` of the limits, made once for all sockets. */
  constructor(limits: AdmissionLimits, bursts: SocketBursts, counters: Counters) {
    this.limits = limits
    this.bursts = bursts
    this.counters = counters
    this.messages = bursts.messages
    this.bytes = bursts.bytes
    this.presenceLeft = bursts.presence
    this.events = bursts.events
    this.asks = bursts.asks
    this.answerBytes = bursts.answerBytes
    this.authSixtieths = limits.socketAuths * 60
  }

  message(byteLength: number): boolean {
    if (--this.messages >= 0 && (this.bytes -= byteLength) >= 0) return true
    this.counters.countLimited(this.messages < 0 ? 'socket-messages' : 'socket-bytes')
    return false
  }

  presence(): boolean {
    if (--this.presenceLeft >= 0) return true
    this.counters.countLimited('socket-presence')
    return false
  }

  mayTell(): boolean {
    const { isTold } = this
    this.isTold = true
    return !isTold
  }

  event(): boolean {
    if (--this.events >= 0) return true
    this.counters.countLimited('socket-events')
    return false
  }

  ask(bufferedBytes: number): boolean {
    const isRead = bufferedBytes <= roomLimits.softBufferedBytes
    if (--this.asks >= 0 && this.answerBytes > 0 && isRead) return true
    this.counters.countLimited('socket-asks')
    return false
  }

  answered(byteLength: number): void {
    this.answerBytes -= byteLength
  }

  /** A fresh token is brought. */
  auth(): boolean {
    if ((this.authSixtieths -= 60) >= 0) return true
    this.counters.countLimited('socket-auths')
    return false
  }

  /** Called about once a second. */
  sweep(nowMs: number): void {
    const before = this.refilledMs
    this.refilledMs = nowMs
    this.isTold = false
    if (before === undefined) return
    const { limits, bursts } = this
    const ms = Math.floor(nowMs - before)
    this.messages = refilled(this.messages, limits.socketMessages, ms, bursts.messages)
    this.bytes = refilled(this.bytes, limits.socketBytes, ms, bursts.bytes)
    this.presenceLeft = refilled(this.presenceLeft, limits.socketPresence, ms, bursts.presence)
    this.events = refilled(this.events, limits.socketEvents, ms, bursts.events)
    this.asks = refilled(this.asks, limits.socketAsks, ms, bursts.asks)
    this.answerBytes = refilled(this.answerBytes, limits.socketAnswerBytes, ms, bursts.answerBytes, true)
    this.authSixtieths = refilled(this.authSixtieths, limits.socketAuths, ms, limits.socketAuths * 60)
  }
}

/** @param isDebt whether what is below zero has to be paid back; what was only tried costs nothing. */
function refilled(left: number, perSecond: number, ms: number, most: number, isDebt = false): number {
  // Without a limit it is Infinity, which no time at all would make NaN.
  if (left === most) return most
  return Math.min((isDebt ? left : Math.max(left, 0)) + Math.floor((perSecond * ms) / 1000), most)
}
