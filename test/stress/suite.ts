import { LeakCheck } from './leak-check.ts'
import { play, type Outcome } from './outcome.ts'
import type { Scenario } from './scenario.ts'
import { Server } from './server.ts'
import type { Wishes } from './stage.ts'
import { warmUp } from './warm-up.ts'

/** One warm server, the scenarios that share it, and at the end the look at what they left behind. */
export class Suite {
  readonly server: Server
  private readonly leakCheck: LeakCheck

  private constructor(server: Server, leakCheck: LeakCheck) {
    this.server = server
    this.leakCheck = leakCheck
  }

  static async open(seed: number): Promise<Suite> {
    // Every stock provider listens to this process's end.
    process.setMaxListeners(0)
    // The smallest cache of idle rooms: what stays of rooms that are left would look like a leak.
    const server = await Server.start({ COPLANE_IDLE_CACHE_MB: '1' })
    const { failure } = await play(warmUp, seed, server, {})
    if (failure) {
      await server.kill()
      throw failure
    }
    return new Suite(server, await LeakCheck.begin(server))
  }

  play(scenario: Scenario, seed: number, wishes: Wishes = {}): Promise<Outcome> {
    return play(scenario, seed, this.server, wishes)
  }

  /** To be played last. */
  get last(): Scenario {
    return this.leakCheck.scenario
  }

  async close(): Promise<void> {
    if (this.server.hasEnded) return
    await this.server.stop()
  }
}
