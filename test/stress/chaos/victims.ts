import { agree } from '../agreement.ts'
import type { FaultProxy } from '../fault-proxy/fault-proxy.ts'
import type { SdkMember } from '../members/sdk-member.ts'
import type { Door, Stage } from '../stage.ts'

/** A room of its own, in which one member's bytes are corrupted on their way to the server; the others must agree all the same. */
export class Victims {
  private readonly stage: Stage
  private readonly room: string
  private readonly honest: readonly SdkMember[]
  private readonly proxy: FaultProxy
  private victim: SdkMember
  private edits = 0

  private constructor(stage: Stage, room: string, honest: readonly SdkMember[], proxy: FaultProxy) {
    this.stage = stage
    this.room = room
    this.honest = honest
    this.proxy = proxy
    this.victim = stage.openSdk(room, proxy)
  }

  static async join(stage: Stage, door: Door, proxyOfItsOwn: FaultProxy): Promise<Victims> {
    const room = stage.roomName('victims')
    const honest = await Promise.all([stage.sdk(room, door), stage.sdk(room, door)])
    return new Victims(stage, room, honest, proxyOfItsOwn)
  }

  act(): void {
    const { stage, proxy } = this
    this.edits++
    stage.held.edits += 2
    for (const each of [this.honest[this.edits % 2]!, this.victim])
      each.room.meta.set(`k${stage.random.below(20)}`, this.edits)
    if (this.edits % 3 !== 0) return
    for (const link of proxy.links) link.up.corruptAfter(stage.random.below(80), 1 + stage.random.below(255))
    if (this.edits % 30 !== 0) return
    this.victim.room.close()
    this.victim = stage.openSdk(this.room, proxy)
  }

  nudge(): void {
    for (const each of [...this.honest, this.victim]) each.goOnline()
  }

  /** The victim's own replica may be anything. */
  async checkOthers(door: Door): Promise<void> {
    this.victim.room.close()
    await this.stage.until('the honest ones are saved', () => {
      this.nudge()
      return this.honest.every(({ isSaved }) => isSaved)
    })
    await agree(
      this.stage,
      this.room,
      this.honest.map(({ room }, index) => ({ whose: `neighbour ${index}`, doc: room.doc })),
      door,
    )
  }
}
