import { Counter } from 'k6/metrics'
import { encodeEvent } from '../../client-sdk/src/protocol/event.ts'
import { FrameType } from '../../client-sdk/src/protocol/frame-type.ts'
import { encodeReplay } from '../../client-sdk/src/protocol/replay.ts'
import { seededRandom } from '../driver/random.ts'
import type { CanvasSeed } from '../scenario/canvas-seed.ts'
import { historyFault, rememberedEvents } from '../scenario/history-fault.ts'
import { decodeLoadEvent, encodeLoadEvent } from '../scenario/load-event.ts'
import type { LoadOptions } from '../scenario/load-options.ts'
import { PublisherOrder } from '../scenario/publisher-order.ts'
import type { Behaviour, Seat } from './behaviour.ts'
import type { Member } from './member.ts'
import type { Participant } from './participant.ts'
import type { VuScript, VuStage } from './vu-script.ts'

const faults = new Counter('event_faults')
const repeatedKeys = new Counter('event_repeated_keys')
const replays = new Counter('event_replays')
const returns = new Counter('event_returns')

/** What the event lane is held to, besides what holds for all: nothing wrong, and each of its promises put to the test. */
export const eventThresholds: Record<string, string[]> = {
  event_faults: ['count==0'],
  event_repeated_keys: ['count>0'],
  event_replays: ['count>0'],
  event_returns: ['count>0'],
}

/**
 * One member in ten publishes, and sends now and then the same key again. The others listen: everything once, in order. From
 * time to time a listener asks for a replay, or joins anew as one that has missed something.
 */
export class EventLane implements VuScript {
  private stage: VuStage | undefined
  private readonly orders = new Map<Member, PublisherOrder>()
  /** By publisher: the keys whose seq is known or awaited, by their refs. */
  private readonly keys = new Map<Member, Map<number, Key>>()
  /** Positions that replays were asked from, by their refs. */
  private readonly asked = new Map<Member, Map<number, number>>()
  private readonly returning = new Set<Member>()

  begin(stage: VuStage): void {
    this.stage = stage
  }

  behave(participant: Participant, seat: Seat, _: CanvasSeed, options: LoadOptions): Behaviour {
    const { member } = participant
    const random = seededRandom(seat.index * 7_919 + 1)
    const publishers = Math.max(1, Math.round(seat.sessions / listenersOfOne))
    if (seat.index < publishers)
      return this.publisher(member, seat.index, (publishers / options.eventRate) * 1_000, random)
    return this.listener(member, random)
  }

  event(member: Member, frame: DataView, at: number, atMs: number): void {
    const event = decodeLoadEvent(frame, at)
    if (!event) return
    let order = this.orders.get(member)
    if (!order) this.orders.set(member, (order = new PublisherOrder()))
    this.judge(order.fault(event))
    // Those of the past were sent long ago; of the others one in four is enough.
    if (event.count % 4 === 0 && !Number.isNaN(atMs)) this.stage?.tally.took('event', atMs - event.sentMs)
  }

  answered(member: Member, type: number, frame: DataView): void {
    if (type === FrameType.eventAck) this.acked(member, frame.getUint32(1, true), frame.getUint32(5, true))
    else this.told(member, frame.getUint32(2, true), frame)
  }

  quiet(): void {
    for (const refs of [...this.keys.values(), ...this.asked.values()])
      if (refs.size > 0) this.judge(`${refs.size} events or replays were not answered`)
    if (this.returning.size > 0) this.judge(`${this.returning.size} members came back and were told nothing`)
  }

  private publisher(member: Member, index: number, everyMs: number, random: () => number): Behaviour {
    let next = Date.now() + random() * everyMs
    let count = 0
    let ref = 0
    return {
      turn: (nowMs) => {
        for (; next <= nowMs; next += everyMs) {
          const event = { publisher: index, count: ++count, sentMs: Date.now() }
          const key: Key = { seq: undefined }
          const times = count % repeatedOneIn === 0 ? 2 : 1
          if (times > 1) repeatedKeys.add(1)
          for (let time = 0; time < times; time++) this.publish(member, ++ref, key, encodeLoadEvent(event))
        }
        return next
      },
      stop: () => {
        next = Infinity
      },
    }
  }

  private publish(member: Member, ref: number, key: Key, body: Uint8Array<ArrayBuffer>): void {
    let refs = this.keys.get(member)
    if (!refs) this.keys.set(member, (refs = new Map<number, Key>()))
    refs.set(ref, key)
    member.owner.tally.eventsSent++
    // The body is unique, so that it is its own key.
    member.send(encodeEvent(ref, body, body))
  }

  private acked(member: Member, ref: number, seq: number): void {
    const refs = this.keys.get(member)
    const key = refs?.get(ref)
    if (!refs || !key) {
      this.judge(`an event that nobody sent was acked: ${ref}`)
      return
    }
    refs.delete(ref)
    if (key.seq !== undefined && key.seq !== seq) this.judge(`one key is event ${key.seq} and event ${seq}`)
    key.seq = seq
  }

  private listener(member: Member, random: () => number): Behaviour {
    let next = Date.now() + (0.5 + random()) * askEveryMs
    let ref = 0
    return {
      turn: (nowMs) => {
        if (next > nowMs) return next
        next = nowMs + (0.5 + random()) * askEveryMs
        if (!member.isJoined) return next
        // Most ask for a little; some for more than any room remembers.
        const back = random() < 0.1 ? 2 * rememberedEvents : Math.ceil(random() * mostMissed)
        const after = Math.max(0, member.eventSeq - back)
        if (random() < 0.5) this.ask(member, ++ref, after)
        else if (member.eventSeq > mostMissed)
          this.comeBack(member, Math.max(after, member.eventSeq - mostMissed))
        return next
      },
      stop: () => {
        next = Infinity
      },
    }
  }

  private ask(member: Member, ref: number, after: number): void {
    let refs = this.asked.get(member)
    if (!refs) this.asked.set(member, (refs = new Map<number, number>()))
    refs.set(ref, after)
    replays.add(1)
    member.send(encodeReplay(ref, member.epoch, after))
  }

  private comeBack(member: Member, after: number): void {
    returns.add(1)
    this.returning.add(member)
    // What was asked on the old socket is answered there, to nobody.
    this.asked.delete(member)
    member.replace(after)
  }

  private told(member: Member, ref: number, frame: DataView): void {
    if (ref === 0) {
      // One that lagged is told what it missed as well, from a position that it did not name.
      if (!this.returning.delete(member)) return
      this.judge(historyFault(frame, member.claimedEventSeq))
      return
    }
    const refs = this.asked.get(member)
    const after = refs?.get(ref)
    refs?.delete(ref)
    this.judge(
      after === undefined ? `a replay came that nobody asked for: ${ref}` : historyFault(frame, after),
    )
  }

  private judge(fault: string | undefined): void {
    if (fault === undefined) return
    faults.add(1)
    this.stage?.trouble(fault)
  }
}

interface Key {
  seq: number | undefined
}

const listenersOfOne = 10
const repeatedOneIn = 20
const askEveryMs = 5_000
const mostMissed = 100
