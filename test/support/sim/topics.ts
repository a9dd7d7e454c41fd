import type { Counters } from '../../../server/src/room/counters.ts'
import type { Channel } from '../../../server/src/room/ports.ts'

interface Subscriber {
  sendDown(frame: Uint8Array): void
}

/** Topics as the transport keeps them. */
export class Topics implements Channel {
  private readonly subscribers = new Map<string, Set<Subscriber>>()
  private readonly counters: Counters

  constructor(counters: Counters) {
    this.counters = counters
  }

  get isEmpty(): boolean {
    return this.subscribers.size === 0
  }

  publish(topic: string, frame: Uint8Array): number {
    const all = this.subscribers.get(topic) ?? new Set()
    this.counters.framesPublished++
    this.counters.frameDeliveries += all.size
    for (const subscriber of all) subscriber.sendDown(frame)
    return all.size
  }

  subscribe(topic: string, subscriber: Subscriber): void {
    const all = this.subscribers.get(topic)
    if (all) all.add(subscriber)
    else this.subscribers.set(topic, new Set([subscriber]))
  }

  unsubscribe(topic: string, subscriber: Subscriber): void {
    const all = this.subscribers.get(topic)
    all?.delete(subscriber)
    if (all?.size === 0) this.subscribers.delete(topic)
  }

  unsubscribeAll(subscriber: Subscriber): void {
    for (const topic of [...this.subscribers.keys()]) this.unsubscribe(topic, subscriber)
  }
}
