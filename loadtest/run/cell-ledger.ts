import type { Ledger } from '../report/run-report.ts'
import type { ServerCounts } from './server-counts.ts'

/** What members say that they got. */
export interface MemberCounts {
  readonly frames: number
  readonly documentTicks: number
  readonly eventTicks: number
  /** LIVE and OVERVIEW. */
  readonly liveFrames: number
  readonly gaps: number
  readonly eventGaps: number
}

/** Sets the server's word against that of all members, lane by lane and in all. */
export function makeLedger(server: ServerCounts, members: readonly MemberCounts[]): Ledger {
  const got = (count: (member: MemberCounts) => number): number =>
    members.reduce((sum, member) => sum + count(member), 0)
  const document = {
    sent: server.documentTicks,
    skipped: server.skipped,
    received: got((each) => each.documentTicks),
    gaps: got((each) => each.gaps),
  }
  const event = {
    sent: server.eventTicks,
    skipped: 0,
    received: got((each) => each.eventTicks),
    gaps: got((each) => each.eventGaps),
  }
  const live = {
    sent: server.liveFrames,
    skipped: server.liveSkipped,
    received: got((each) => each.liveFrames),
    gaps: 0,
  }
  // A frame that the transport dropped is of no known lane; all that it explains is one frame less in one of them.
  const missing = server.frames - got((each) => each.frames)
  const lanesMiss = [document, event, live].map((lane) => lane.sent - lane.received)
  return {
    document,
    event: event.sent + event.received + event.gaps > 0 ? event : undefined,
    live,
    agrees: missing === server.lost && lanesMiss.every((missed) => missed >= 0 && missed <= server.lost),
  }
}

export function addMemberCounts(a: MemberCounts, b: MemberCounts): MemberCounts {
  return {
    frames: a.frames + b.frames,
    documentTicks: a.documentTicks + b.documentTicks,
    eventTicks: a.eventTicks + b.eventTicks,
    liveFrames: a.liveFrames + b.liveFrames,
    gaps: a.gaps + b.gaps,
    eventGaps: a.eventGaps + b.eventGaps,
  }
}
