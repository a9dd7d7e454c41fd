import { limits } from '../protocol/limits.ts'
import { encodeWho, type Who } from '../protocol/who.ts'

interface Waiting {
  readonly ask: Who['ask']
  readonly resolve: () => void
}

/** Whom this client has asked the server about. Answers come in the order of the questions. */
export class RosterAsks {
  private readonly wanted = new Set<number>()
  private readonly asked = new Set<number>()
  private waiting: Waiting[] = []
  private readonly soon: (run: () => void) => void
  private readonly send: (frame: Uint8Array<ArrayBuffer>) => boolean

  constructor(soon: (run: () => void) => void, send: (frame: Uint8Array<ArrayBuffer>) => boolean) {
    this.soon = soon
    this.send = send
  }

  /** A member was named that is not known. However many there are and however often, they are asked for once and in one frame. */
  want(member: number): void {
    if (this.asked.has(member) || this.wanted.has(member)) return
    this.wanted.add(member)
    if (this.wanted.size === 1) this.soon(() => this.askWanted())
  }

  /** @returns a promise that resolves with the answer, or once it can no longer come. */
  ask(ask: Who['ask']): Promise<void> {
    return new Promise((resolve) => {
      if (this.send(encodeWho(ask))) this.waiting.push({ ask, resolve })
      else resolve()
    })
  }

  /** A ROSTER that adds has come. @returns whether it is a page, rather than members that were asked for by their indices. */
  answered(): boolean {
    const answered = this.waiting.shift()
    if (!answered) return false
    answered.resolve()
    if ('from' in answered.ask) return true
    for (const member of answered.ask.members) this.asked.delete(member)
    return false
  }

  clear(): void {
    const { waiting } = this
    this.waiting = []
    this.wanted.clear()
    this.asked.clear()
    for (const { resolve } of waiting) resolve()
  }

  private askWanted(): void {
    const members = [...this.wanted].slice(0, limits.rosterPage)
    this.wanted.clear()
    if (members.length === 0) return
    for (const member of members) this.asked.add(member)
    void this.ask({ members })
  }
}
