import { Rate, Trend } from 'k6/metrics'
import type { LoadOptions } from '../scenario/load-options.ts'
import type { Participant } from './participant.ts'
import type { VuScript, VuStage } from './vu-script.ts'

const backMs = new Trend('back_ms')
const returned = new Rate('returned')
const converged = new Rate('converged')

/** What a storm is held to, besides what holds for all: everybody is back, soon, and holds the newest tick of its room. */
export function stormThresholds({ cells }: LoadOptions): Record<string, string[]> {
  const thresholds: Record<string, string[]> = {
    returned: ['rate==1'],
    converged: ['rate==1'],
    back_ms: ['p(95)<5000', 'max<15000'],
  }
  // While a thousand join, edits wait for the answers to them; no steady room is held to that.
  for (const { name } of cells)
    for (const seen of ['edit_seen_ms', 'cursor_seen_ms'])
      thresholds[`${seen}{cell:${name}}`] = ['p(95)<1000']
  return thresholds
}

/**
 * In the middle of the load all but one in fifty lose their sockets at once, and come back with a backoff of their own.
 * Those who stay go on editing, so that the others have missed something.
 */
export class Storm implements VuScript {
  /** Who is away, since when, and how often it has tried to come back. */
  private readonly away = new Map<Participant, { readonly cutMs: number; attempts: number }>()
  private isOver = false
  private cuts = 0
  private returns = 0
  private readonly random: () => number

  constructor(random: () => number) {
    this.random = random
  }

  begin(stage: VuStage): void {
    const { measuredFromMs, measuredToMs, endMs } = stage.timeline
    // Every virtual user has the same clock, so that they do it together.
    setTimeout(() => this.strike(stage), measuredFromMs + (measuredToMs - measuredFromMs) / 3 - Date.now())
    setTimeout(() => {
      this.isOver = true
    }, endMs - Date.now())
  }

  joined(participant: Participant): void {
    const absence = this.away.get(participant)
    if (!absence) return
    this.away.delete(participant)
    this.returns++
    backMs.add(Date.now() - absence.cutMs)
  }

  /** Also when coming back failed. */
  ended(participant: Participant): void {
    const absence = this.away.get(participant)
    if (absence && !this.isOver) this.tryAgain(participant, absence)
  }

  quiet(stage: VuStage): void {
    for (let nth = 0; nth < this.cuts; nth++) returned.add(nth < this.returns)
    for (const { participants } of stage.shares) {
      const newest = Math.max(...participants.map(({ member }) => member.seq))
      for (const { member } of participants) converged.add(member.seq === newest)
    }
  }

  private strike(stage: VuStage): void {
    for (const [index, participant] of stage.participants.entries()) {
      if (stage.seats[index]! % stayingOneIn === 0 || !participant.member.isJoined) continue
      this.cuts++
      this.away.set(participant, { cutMs: Date.now(), attempts: 0 })
      participant.forgetUnacked()
      participant.member.cut()
    }
  }

  private tryAgain(participant: Participant, absence: { attempts: number }): void {
    // Full jitter, as the SDK does it: a herd that was cut together must not come back together.
    const waitMs = this.random() * Math.min(longestBackoffMs, firstBackoffMs * 2 ** absence.attempts++)
    setTimeout(() => participant.member.comeBack(), waitMs)
  }
}

const stayingOneIn = 50
const firstBackoffMs = 1_000
const longestBackoffMs = 8_000
