import { FrameType } from '../../client-sdk/src/protocol/frame-type.ts'
import { seededRandom } from '../driver/random.ts'
import { countsSince } from '../scenario/vu-counts.ts'
import { seedCanvas } from '../scenario/canvas-seed.ts'
import type { Cell, LoadOptions } from '../scenario/load-options.ts'
import { roomName } from '../scenario/room-name.ts'
import type { VuCounts } from '../scenario/vu-message.ts'
import { type Behaviour, person, streamer } from './behaviour.ts'
import { CollectorLink } from './collector-link.ts'
import type { Member } from './member.ts'
import { addToMetrics } from './metrics.ts'
import type { Participant } from './participant.ts'
import { RoomShare, type ShareWatch } from './room-share.ts'
import { Tally } from './tally.ts'
import { Timeline } from './timeline.ts'
import type { VuScript, VuStage } from './vu-script.ts'

/** Where and what one virtual user plays. */
export interface VuPart {
  readonly cell: Cell
  readonly options: LoadOptions
  /** `ws://host:port`. */
  readonly serverUrl: string
  readonly collectorUrl: string | undefined
  /** Tells the rooms of this run from those of others on the same server. */
  readonly runId: string
  /** Which of the cell's virtual users this one is, from 0, and of how many. */
  readonly vu: number
  readonly vus: number
  /** What this script does besides. */
  readonly script: VuScript
  /** When the cell began, milliseconds since the epoch: the same for all its virtual users. */
  readonly startMs: number
}

/** One virtual user from its first socket to its last: joins, plays, waits until all is quiet, leaves. */
export class VuRun implements ShareWatch, VuStage {
  readonly tally = new Tally()
  readonly shares: RoomShare[]
  readonly timeline: Timeline
  readonly part: VuPart
  private readonly link: CollectorLink
  /** By participant's number here; undefined while it does not play. */
  private readonly behaviours: (Behaviour | undefined)[] = []
  /** When each of them wants its next turn. */
  private readonly dueMs: number[] = []
  readonly participants: Participant[] = []
  /** Where each of them sits in its room. */
  readonly seats: number[] = []
  private reported: VuCounts | undefined
  private turning: number | undefined
  private troubles = 0

  constructor(part: VuPart) {
    this.part = part
    const { cell, options, vu, vus } = part
    this.timeline = new Timeline(part.startMs, options)
    this.link = new CollectorLink(part.collectorUrl)
    const random = seededRandom((part.startMs % 1e6) * 1_000 + vu)
    this.shares = []
    for (let room = 0; room < options.rooms; room++) {
      const seats = seatsOf(cell.sessions, options.rooms, room, vu, vus)
      if (seats.length === 0) continue
      const url = `${part.serverUrl}/v1/rooms/${roomName(part.runId, cell, room)}`
      const share = new RoomShare(url, seats.length, random, this.tally, this)
      this.participants.push(...share.participants)
      this.seats.push(...seats)
      this.shares.push(share)
    }
    this.link.send({ kind: 'hello', cell: cell.name, vu, sockets: this.participants.length })
  }

  /** A collector first reads the server's counters, while no socket is open. */
  start(): void {
    this.link.onGo = () => this.begin()
    if (!this.link.isThere) this.begin()
  }

  private begin(): void {
    const { timeline } = this
    this.part.script.begin?.(this)
    const spreadMs = timeline.joinedMs - Date.now()
    const all = this.participants
    for (const [at, { member }] of all.entries()) {
      const waitMs = (spreadMs * (at + this.part.vu / this.part.vus)) / all.length
      setTimeout(() => member.open(), Math.max(0, waitMs))
    }
    setTimeout(() => this.play(), Math.max(0, timeline.loadMs - Date.now()))
    const reporting = setInterval(() => this.report(), 1_000)
    setTimeout(() => {
      this.stop()
      setTimeout(() => this.finish(() => clearInterval(reporting)), timeline.settleMs)
    }, timeline.endMs - Date.now())
  }

  joined(participant: Participant): void {
    if (this.turning !== undefined) this.behave(this.participants.indexOf(participant))
    this.part.script.joined?.(participant)
  }

  ended(participant: Participant): void {
    this.dueMs[this.participants.indexOf(participant)] = Infinity
    this.part.script.ended?.(participant)
  }

  event(member: Member, frame: DataView, at: number, atMs: number): void {
    this.part.script.event?.(member, frame, at, atMs)
  }

  answered(member: Member, type: number, frame: DataView): void {
    if (type !== FrameType.history && type !== FrameType.eventAck)
      this.trouble(`a frame of unknown type 0x${type.toString(16)}`)
    else this.part.script.answered?.(member, type, frame)
  }

  trouble(message: string): void {
    const { cell, vu } = this.part
    // The first few say what is wrong; a thousand of them would only hide it.
    if (this.troubles++ >= toldTroubles) return
    console.error(`${cell.name}, virtual user ${vu}: ${message}`)
    this.link.send({ kind: 'trouble', cell: cell.name, vu, message })
  }

  private play(): void {
    for (let index = 0; index < this.participants.length; index++) {
      this.dueMs[index] ??= Infinity
      if (this.participants[index]!.member.isJoined && !this.behaviours[index]) this.behave(index)
    }
    this.turning = setInterval(() => this.turn(), turnMs)
  }

  /** This runs for every member and turn: a plain loop, because iterators cost k6 a microsecond a step. */
  private turn(): void {
    const nowMs = Date.now()
    const { dueMs, behaviours } = this
    for (let index = 0; index < dueMs.length; index++)
      if (dueMs[index]! <= nowMs) dueMs[index] = behaviours[index]!.turn(nowMs)
  }

  private behave(index: number): void {
    const { cell, options } = this.part
    const { script } = this.part
    const seat = { index: this.seats[index]!, sessions: Math.ceil(cell.sessions / options.rooms) }
    const make = script.behave?.bind(script) ?? (options.profile === 'people' ? person : streamer)
    this.behaviours[index] = make(this.participants[index]!, seat, canvasOf(cell.nodes), options)
    this.dueMs[index] = 0
  }

  private stop(): void {
    clearInterval(this.turning)
    this.turning = undefined
    for (const behaviour of this.behaviours) behaviour?.stop()
  }

  private report(isLast = false): void {
    const { tally, timeline, part } = this
    const nowMs = Date.now()
    const isMeasured = timeline.isMeasured(nowMs)
    for (const share of this.shares) share.settle(isLast ? Infinity : nowMs - settledMs, this.stride())
    const counts = tally.counts()
    const since = countsSince(counts, this.reported)
    this.reported = counts
    addToMetrics(tally, since, isMeasured)
    this.link.send({
      kind: 'second',
      cell: part.cell.name,
      vu: part.vu,
      atMs: nowMs,
      measured: isMeasured,
      edit: tally.edit.packed(),
      cursor: tally.cursor.packed(),
      event: tally.event.packed(),
      join: tally.join.packed(),
      lag: tally.lag.packed(),
      counts: since,
    })
    tally.restart()
  }

  /** Looking at each edit and member would cost more than receiving: about 2,000 pairs a second are enough. */
  private stride(): number {
    const { cell, options, vus } = this.part
    if (options.profile === 'people') return 1
    const pairs = ((options.rate / vus) * cell.sessions) / options.rooms / vus
    return Math.max(1, Math.ceil(pairs / pairsPerSecond))
  }

  private finish(over: () => void): void {
    const { part } = this
    const members = this.participants.map(({ member }) => member)
    let waitingFor = members.length
    const quiet = (): void => {
      if (--waitingFor > 0) return
      over()
      part.script.quiet?.(this)
      this.report(true)
      let isClosed = false
      const close = (): void => {
        if (isClosed) return
        isClosed = true
        clearTimeout(patience)
        for (const member of members) member.leave()
        this.link.end()
      }
      const patience = setTimeout(close, this.link.isThere ? closeWithinMs : 0)
      this.link.onClose = close
      const { cell, vu } = part
      const seqs = members.map(({ seq }) => seq)
      this.link.send({ kind: 'quiet', cell: cell.name, vu, totals: this.tally.counts(), seqs })
    }
    for (const member of members) member.barrier(quiet)
  }
}

/** The places in a room that one virtual user fills: its members are spread over all of them. */
function seatsOf(sessions: number, rooms: number, room: number, vu: number, vus: number): number[] {
  const inRoom = Math.floor((sessions - 1 - room) / rooms) + 1
  const all = Array.from({ length: Math.max(0, inRoom) }, (_, seat) => seat)
  // Latency is measured among members of one virtual user, so that small rooms are not split.
  return rooms > 1 ? (room % vus === vu ? all : []) : all.filter((seat) => seat % vus === vu)
}

const canvases = new Map<number, ReturnType<typeof seedCanvas>>()

/** The canvas of so many nodes, made once. */
export function canvasOf(nodes: number): ReturnType<typeof seedCanvas> {
  let seed = canvases.get(nodes)
  if (!seed) canvases.set(nodes, (seed = seedCanvas(nodes)))
  return seed
}

const turnMs = 16
/** A tick that came to one member this long ago has come to all who get it in time. */
const settledMs = 1_500
const pairsPerSecond = 2_000
const toldTroubles = 3
/** For the collector to have heard everybody and read the server's counters. */
const closeWithinMs = 20_000
