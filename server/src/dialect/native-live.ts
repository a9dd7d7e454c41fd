import { LiveWriter } from '@coplane/client/protocol/live-writer'
import { limits } from '@coplane/client/protocol/limits'
import type { FixedRect } from '@coplane/client/protocol/view'
import type { Counters } from '../room/counters.ts'
import { IndexSet } from '../room/index-set.ts'
import { Interest, middleOf } from '../room/interest.ts'
import type { LiveRound, LiveTold } from '../room/live-round.ts'
import type { Member } from '../room/member.ts'
import { roomLimits } from '../room/room-limits.ts'
import type { Roster } from '../room/roster.ts'
import { NativeGestures } from './native-gestures.ts'
import { NativeOverview } from './native-overview.ts'
import type { NativeViewer } from './native-viewer.ts'

/** The live lane of a room's native members: each gets what moved where it looks, and nothing else. One buffer serves all frames. */
export class NativeLive {
  private readonly viewers = new Map<Member, NativeViewer>()
  private readonly interest = new Interest()
  private readonly overview = new NativeOverview()
  private readonly gestures = new NativeGestures()
  private readonly writer = new LiveWriter()
  private readonly wide: Member[] = []
  private readonly gone: Member[] = []
  private readonly selected: Member[] = []
  private readonly known = new IndexSet()
  private lookedRound = 0
  private motionRound = 0
  private newestRound = 0
  private readonly counters: Counters

  constructor(counters: Counters) {
    this.counters = counters
  }

  add(viewer: NativeViewer): void {
    this.viewers.set(viewer.member, viewer)
  }

  remove(member: Member): void {
    this.viewers.delete(member)
  }

  /** Whether somebody was spared a round, or has to be told where everybody ended up. Asked once a second. */
  get owes(): boolean {
    for (const { round, member } of this.viewers.values())
      if (round < this.newestRound || (member.view?.overview && this.overview.isOlderThan(this.motionRound)))
        return true
    return false
  }

  /** @param tick what every member is told before its live values, in the same write. */
  publish(round: LiveRound, tick: Uint8Array | undefined): LiveTold & { readonly deliveries: number } {
    this.newestRound = round.number
    if (round.hasMotion) this.motionRound = round.number
    this.gestures.look(round)
    const { counters } = this
    let sends = 0
    let deliveries = 0
    let owes = false
    for (const viewer of this.viewers.values()) {
      const { member, peer } = viewer
      if (member.lag) continue
      let frame: Uint8Array | undefined
      let overview: Uint8Array | undefined
      if (this.isToldIn(round, viewer)) {
        frame = this.frameFor(viewer, round)
        overview = this.overviewFor(viewer, round)
        owes ||= viewer.isWaiting || viewer.chosenRound < this.motionRound
      }
      if (tick) deliveries++
      if (frame || overview) viewer.sentMs = round.nowMs
      else if (!tick) continue
      sends++
      peer.live(tick, frame, overview)
      counters.liveFramesSent += (frame ? 1 : 0) + (overview ? 1 : 0)
      counters.liveBytesSent += (frame?.length ?? 0) + (overview?.length ?? 0)
    }
    return { sends, owes, deliveries }
  }

  /** Sends all who are not lagging what is too large to be published. @returns how many those are. */
  deliver(frame: Uint8Array): number {
    let deliveries = 0
    for (const { member, peer } of this.viewers.values()) {
      if (member.lag) continue
      deliveries++
      peer.live(frame, undefined, undefined)
    }
    return deliveries
  }

  private isToldIn(round: LiveRound, { member, peer, sentMs }: NativeViewer): boolean {
    if (member.view?.hidden && round.nowMs - sentMs < roomLimits.hiddenLiveMs) return false
    if (peer.bufferedBytes() <= roomLimits.liveBufferedBytes) return true
    this.counters.liveFramesSkipped++
    return false
  }

  private overviewFor(viewer: NativeViewer, round: LiveRound): Uint8Array | undefined {
    if (!viewer.member.view?.overview || round.nowMs - viewer.overviewMs < roomLimits.overviewMs)
      return undefined
    const frame = this.overview.at(round)
    if (frame === viewer.overviewFrame) return undefined
    viewer.overviewMs = round.nowMs
    viewer.overviewFrame = frame
    return frame
  }

  /** @returns what this viewer has to be told, good until the next call; undefined when nothing that it sees changed. */
  private frameFor(viewer: NativeViewer, round: LiveRound): Uint8Array | undefined {
    const { writer } = this
    const isFresh = viewer.isFresh
    writer.start(isFresh, round.liveMs)
    const view = partSeen(viewer.member.view?.rect)
    const before = viewer.shown
    if (this.isChoiceDue(viewer, round)) this.choose(viewer, round, view)
    this.writeCursors(viewer, before, view, round)
    viewer.allow(round.nowMs, round.roster.size)
    this.gestures.write(writer, viewer, view)
    viewer.isFresh = false
    viewer.round = round.number
    return isFresh || !writer.isEmpty ? writer.finish() : undefined
  }

  private isChoiceDue(viewer: NativeViewer, round: LiveRound): boolean {
    return (
      round.roster.size <= roomLimits.smallRoomMembers ||
      viewer.chosenView !== viewer.member.view ||
      round.nowMs - viewer.chosenMs >= roomLimits.interestMs
    )
  }

  private choose(viewer: NativeViewer, round: LiveRound, view: FixedRect | undefined): void {
    if (this.lookedRound !== round.number) {
      this.lookedRound = round.number
      this.interest.look(round.roster.all())
    }
    const { member } = viewer
    viewer.chosenRound = round.number
    viewer.chosenMs = round.nowMs
    viewer.chosenView = member.view
    const before = viewer.shown.filter((each) => round.roster.has(each))
    const shown = this.interest.select(member, view, limits.liveCap, before)
    const { follow } = member.view ?? {}
    const followed = follow === undefined ? undefined : round.roster.get(follow)
    if (followed && followed !== member && !shown.includes(followed)) shown.push(followed)
    viewer.shown = shown
  }

  private writeCursors(
    viewer: NativeViewer,
    before: readonly Member[],
    view: FixedRect | undefined,
    round: LiveRound,
  ): void {
    const { writer, wide, gone, selected, known } = this
    wide.length = gone.length = selected.length = 0
    const { shown } = viewer
    const isSame = shown === before
    if (!isSame) this.compare(before, shown, round.roster)
    const origin = view ? middleOf(view) : anywhere
    const shift = view ? shiftFor(view) : 0
    const step = 2 ** shift
    const isCloser = viewer.comesCloser(shift)
    let isOpen = false
    for (const member of shown) {
      if (!round.roster.has(member)) continue
      const isNew = !isSame && !known.has(member.index)
      if (member.selectionRound > viewer.round || (isNew && member.selection.length > 0))
        selected.push(member)
      if (!isNew && !isCloser && member.cursorRound <= viewer.round) continue
      const { cursor } = member
      if (!cursor) {
        if (!isNew) gone.push(member)
        continue
      }
      const dx = Math.round((cursor.x - origin.x) / step)
      const dy = Math.round((cursor.y - origin.y) / step)
      // Who told no view is told where exactly everybody is.
      if (!view || Math.abs(dx) > farthest || Math.abs(dy) > farthest) {
        wide.push(member)
        continue
      }
      if (!isOpen) writer.openNear(origin.x, origin.y, shift)
      isOpen = true
      writer.near(member.index, dx, dy)
    }
    if (wide.length > 0) writer.openWide()
    for (const { index, cursor } of wide) if (cursor) writer.wide(index, cursor.x, cursor.y)
    if (gone.length > 0) writer.openGone()
    for (const { index } of gone) writer.gone(index)
    if (selected.length > 0) writer.openSelections()
    for (const { index, selection } of selected) writer.selection(index, selection)
  }

  /** Who of those that a viewer was shown it is shown no more, and whom it knows; whoever left the room is neither. */
  private compare(before: readonly Member[], shown: readonly Member[], roster: Roster): void {
    const { known, gone } = this
    known.clear()
    for (const { index } of shown) known.add(index)
    for (const member of before) if (!known.has(member.index) && roster.has(member)) gone.push(member)
    known.clear()
    for (const member of before) if (roster.has(member)) known.add(member.index)
  }
}

/** Whoever follows or hides may tell no view of its own: then it looks at the whole canvas, as if it had sent none. */
function partSeen(rect: FixedRect | undefined): FixedRect | undefined {
  if (!rect) return undefined
  const { left, top, right, bottom } = rect
  const isWhole =
    Math.max(left, top) <= -limits.maxCoordinate && Math.min(right, bottom) >= limits.maxCoordinate
  return isWhole ? undefined : rect
}

/** The least shift at which everything that a view may show is within 16 bits of its middle. */
function shiftFor({ left, top, right, bottom }: FixedRect): number {
  const reach = Math.max(right - left, bottom - top) * reachViews
  return Math.min(Math.max(Math.ceil(Math.log2(reach / farthest)), 0), 16)
}

/** From the middle of a view, in views: who is shown stays until then (room/interest.ts). */
const reachViews = 1.5
const farthest = 0x7fff
const anywhere = { x: 0, y: 0 }
